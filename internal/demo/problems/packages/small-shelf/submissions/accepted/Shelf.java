import java.io.*;
import java.util.*;

public class Shelf {
    public static void main(String[] args) throws IOException {
        StreamTokenizer in = new StreamTokenizer(new BufferedReader(new InputStreamReader(System.in)));
        int n = number(in), capacity = number(in);
        LinkedHashMap<Integer, Integer> shelf = new LinkedHashMap<>(16, 0.75f, true);
        long load = 0;
        int carried = 0;
        StringBuilder gets = new StringBuilder();
        while (n-- > 0) {
            in.nextToken();
            boolean put = in.sval.equals("P");
            int k = number(in);
            if (!put) {
                gets.append(shelf.get(k) != null ? 'H' : 'M');
                continue;
            }
            int w = number(in);
            Integer old = shelf.remove(k);
            if (old != null) load -= old;
            if (w > capacity) {
                if (old != null) carried++;
                continue;
            }
            shelf.put(k, w);
            load += w;
            for (Iterator<Integer> it = shelf.values().iterator(); load > capacity; carried++) {
                load -= it.next();
                it.remove();
            }
        }
        List<Integer> left = new ArrayList<>(shelf.keySet());
        Collections.reverse(left);
        StringJoiner last = new StringJoiner(" ").setEmptyValue("empty");
        left.stream().limit(3).forEach(k -> last.add(k.toString()));
        System.out.println(gets.length() == 0 ? "none" : gets);
        System.out.println(carried);
        System.out.println(last);
    }

    static int number(StreamTokenizer in) throws IOException {
        in.nextToken();
        return (int) in.nval;
    }
}
