#include <bits/stdc++.h>
using namespace std;
int main(){string s;while(getline(cin,s))cout<<s<<"\n";}
