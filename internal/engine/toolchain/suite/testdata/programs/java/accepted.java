import java.io.*;
import java.nio.charset.StandardCharsets;

class Echo {
    public static void main(String[] a) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        for (String s; (s = in.readLine()) != null; ) out.println(s);
    }
}
