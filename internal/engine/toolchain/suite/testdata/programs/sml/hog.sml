fun hog keep = hog (Array.array (131072, length keep) :: keep);
hog [];
