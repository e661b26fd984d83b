echo 'constexpr int x = 1;' > control.cc; g++ -c control.cc; echo control $?
cat > a.cc <<'END'
constexpr unsigned long f(unsigned long n) { unsigned long s = 0; for (unsigned long i = 0; i < n; i++) s += i * i; return s; }
constexpr unsigned long x = f(1ul << 40);
END
g++ -std=c++17 -fconstexpr-loop-limit=2147483647 -fconstexpr-ops-limit=1000000000000 -c a.cc
echo compiled $?
