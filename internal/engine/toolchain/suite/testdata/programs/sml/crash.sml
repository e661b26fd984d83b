raise Fail "no";
