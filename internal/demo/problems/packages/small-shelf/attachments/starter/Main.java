import java.util.*;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt();
        int capacity = in.nextInt();
        for (int i = 0; i < n; i++) {
            boolean put = in.next().equals("P");
            int k = in.nextInt();
            int w = put ? in.nextInt() : 0;
        }
        // Work out the answer and print it with System.out.println.
    }
}
