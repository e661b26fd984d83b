mkdir p
cat > p/P.java <<'END'
import java.nio.file.*; import java.util.*; import javax.annotation.processing.*; import javax.lang.model.SourceVersion; import javax.lang.model.element.TypeElement;
@SupportedAnnotationTypes("*")
public class P extends AbstractProcessor {
  public SourceVersion getSupportedSourceVersion() { return SourceVersion.latest(); }
  public boolean process(Set<? extends TypeElement> a, RoundEnvironment e) {
    for (String f : new String[]{"/etc/shadow", "/root/.profile", "/proc/1/environ", "/var/lib/dpkg/status"})
      try { Files.readAllBytes(Path.of(f)); System.out.println("ESCAPED " + f); } catch (Exception x) { }
    try { new java.net.Socket("127.0.0.1", 22); System.out.println("ESCAPED network"); } catch (Exception x) { }
    try { Files.writeString(Path.of("/usr/mark"), "x"); System.out.println("ESCAPED wrote"); } catch (Exception x) { }
    System.out.println("the processor ran inside");
    return false;
  }
}
END
echo 'class A { @Deprecated void f() { } }' > A.java
javac -J-Xmx256m -proc:none -d p p/P.java && javac -J-Xmx256m -processorpath p -processor P A.java
echo done
