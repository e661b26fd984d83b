(require '["fs" :as fs])
(.write js/process.stdout (fs/readFileSync "/dev/stdin"))
