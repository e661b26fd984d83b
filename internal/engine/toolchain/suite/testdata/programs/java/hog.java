import java.util.*;

class Main {
    public static void main(String[] a) {
        List<byte[]> keep = new ArrayList<>();
        for (;;) keep.add(new byte[1 << 20]);
    }
}
