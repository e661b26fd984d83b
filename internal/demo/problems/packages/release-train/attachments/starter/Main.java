import java.util.*;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt();
        int m = in.nextInt();
        int[] takes = new int[n];
        for (int i = 0; i < n; i++) takes[i] = in.nextInt();
        for (int i = 0; i < m; i++) {
            int x = in.nextInt();
            int y = in.nextInt();
        }
        // Work out the answer and print it with System.out.println.
    }
}
