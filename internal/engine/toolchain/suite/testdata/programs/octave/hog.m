keep = {};
while true
  keep{end + 1} = ones(1, 131072) * numel(keep);
end
