import java.util.*;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int m = in.nextInt();
        int q = in.nextInt();
        for (int i = 0; i < m; i++) {
            long first = in.nextLong();
            long step = in.nextLong();
            long count = in.nextLong();
        }
        for (int i = 0; i < q; i++) {
            long k = in.nextLong();
        }
        // Work out the answer and print it with System.out.println.
    }
}
