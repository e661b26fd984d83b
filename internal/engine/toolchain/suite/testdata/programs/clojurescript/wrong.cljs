(println "something else")
