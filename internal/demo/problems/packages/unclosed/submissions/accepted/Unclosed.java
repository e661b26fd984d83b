import java.io.*;
import java.util.*;

public class Unclosed {
    public static void main(String[] args) throws IOException {
        String text = new BufferedReader(new InputStreamReader(System.in)).readLine();
        Deque<Character> missing = new ArrayDeque<>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int kind = "([{<".indexOf(c);
            if (kind >= 0) {
                missing.push(")]}>".charAt(kind));
            } else if (")]}>".indexOf(c) >= 0 && (missing.isEmpty() || missing.pop() != c)) {
                System.out.println("error " + (i + 1));
                return;
            }
        }
        StringBuilder close = new StringBuilder();
        missing.forEach(close::append);
        System.out.println(missing.isEmpty() ? "ok" : "close " + close);
    }
}
