program Broken;
begin
  missing := 1;
end.
