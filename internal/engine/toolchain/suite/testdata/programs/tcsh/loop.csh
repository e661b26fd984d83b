while (1)
end
