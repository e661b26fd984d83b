PAIRS = { '(' => ')', '[' => ']', '{' => '}', '<' => '>' }.freeze

missing = []
gets.chomp.each_char.with_index(1) do |c, position|
  if PAIRS.key?(c)
    missing.push(PAIRS[c])
  elsif PAIRS.value?(c) && missing.pop != c
    puts "error #{position}"
    exit
  end
end
puts missing.empty? ? 'ok' : "close #{missing.reverse.join}"
