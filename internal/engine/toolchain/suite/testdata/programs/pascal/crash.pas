program Crash;
begin
  RunError(201);
end.
