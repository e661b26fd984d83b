public class Solution {
    public static void main(String[] a) { System.out.println("something else"); }
}
