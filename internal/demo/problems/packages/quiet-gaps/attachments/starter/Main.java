import java.util.*;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt();
        int g = in.nextInt();
        for (int i = 0; i < n; i++) {
            int time = in.nextInt();
            String name = in.next();
        }
        // Work out the answer and print it with System.out.println.
    }
}
