import java.io.*;
import java.util.*;

public class Rooms {
    record Booking(int begin, int end, int number) {}

    public static void main(String[] args) throws IOException {
        StreamTokenizer in = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
        in.nextToken();
        int n = (int) in.nval;
        TreeMap<Integer, Booking> granted = new TreeMap<>();
        StringBuilder out = new StringBuilder();
        for (int i = 1; i <= n; i++) {
            in.nextToken();
            int s = (int) in.nval;
            in.nextToken();
            int e = (int) in.nval;
            Map.Entry<Integer, Booking> clash = granted.floorEntry(s);
            if (clash == null || clash.getValue().end() <= s) clash = granted.higherEntry(s);
            if (clash != null && clash.getValue().begin() < e) {
                out.append(clash.getValue().number()).append('\n');
            } else {
                granted.put(s, new Booking(s, e, i));
                out.append("+\n");
            }
        }
        System.out.print(out);
    }
}
