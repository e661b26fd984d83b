import java.util.*;

public class Feeds {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        int m = in.nextInt(), q = in.nextInt();
        long[][] sensors = new long[m][3];
        long total = 0;
        for (long[] s : sensors) {
            for (int i = 0; i < 3; i++) s[i] = in.nextLong();
            total += s[2];
        }
        while (q-- > 0) {
            long k = in.nextLong(), low = 0, high = 10_000_000_000_000_000L;
            if (k > total) {
                System.out.println("end");
                continue;
            }
            while (low < high) {
                long middle = (low + high) >>> 1, until = 0;
                for (long[] s : sensors) {
                    if (s[0] <= middle) until += Math.min(s[2], (middle - s[0]) / s[1] + 1);
                }
                if (until >= k) high = middle;
                else low = middle + 1;
            }
            System.out.println(low);
        }
    }
}
