program Wrong;
begin
  WriteLn('something else');
end.
