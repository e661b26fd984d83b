import java.io.*;
import java.util.*;

public class Desk {
    public static void main(String[] args) throws IOException {
        StreamTokenizer in = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
        int n = next(in), agents = next(in);
        int[] t = new int[n], u = new int[n], d = new int[n];
        for (int i = 0; i < n; i++) {
            t[i] = next(in);
            u[i] = next(in);
            d[i] = next(in);
        }
        PriorityQueue<Long> busy = new PriorityQueue<>();
        PriorityQueue<Integer> waiting = new PriorityQueue<>((a, b) -> u[a] != u[b] ? u[b] - u[a] : a - b);
        long now = 0, end = 0, total = 0, longest = -1;
        int worst = 0;
        for (int i = 0; i < n || !waiting.isEmpty(); ) {
            if (waiting.isEmpty()) now = Math.max(now, t[i]);
            else if (busy.size() == agents) now = Math.max(now, busy.peek());
            while (!busy.isEmpty() && busy.peek() <= now) busy.poll();
            while (i < n && t[i] <= now) waiting.add(i++);
            while (!waiting.isEmpty() && busy.size() < agents) {
                int k = waiting.poll();
                long wait = now - t[k];
                total += wait;
                if (wait > longest || wait == longest && k < worst) {
                    longest = wait;
                    worst = k;
                }
                busy.add(now + d[k]);
                end = Math.max(end, now + d[k]);
            }
        }
        System.out.println(total + "\n" + (worst + 1) + "\n" + end);
    }

    static int next(StreamTokenizer in) throws IOException {
        in.nextToken();
        return (int) in.nval;
    }
}
