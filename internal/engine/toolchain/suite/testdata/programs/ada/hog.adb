procedure Main is
   type Block is array (1 .. 262_144) of Integer;
   type Block_Access is access Block;
   type Link;
   type Link_Access is access Link;
   type Link is record
      Data : Block_Access;
      Next : Link_Access;
   end record;
   Keep : Link_Access := null;
begin
   loop
      Keep := new Link'(new Block'(others => 1), Keep);
   end loop;
end Main;
