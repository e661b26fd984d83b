echo 'constexpr int x = 1;' > control.cc; g++ -c control.cc; echo control $?
cat > a.cc <<'END'
template <int N, int M> struct T { static const int v = T<N - 1, M>::v + T<N - 1, M + 1>::v; };
template <int M> struct T<0, M> { static const int v = M; };
int x = T<400, 0>::v;
END
g++ -ftemplate-depth=2000 -c a.cc
echo compiled $?
