procedure Main is
begin
   Missing := 1;
end Main;
