import java.util.*;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int n = in.nextInt();
        int agents = in.nextInt();
        for (int i = 0; i < n; i++) {
            int time = in.nextInt();
            int urgency = in.nextInt();
            int minutes = in.nextInt();
        }
        // Work out the answer and print it with System.out.println.
    }
}
