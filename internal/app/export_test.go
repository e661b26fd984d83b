package app

// AllowsContained is asked by a test, for a worker's start takes seconds and this host has namespaces.
func AllowsContained(c *Config) bool {
	c.fill()
	return c.AllowsContained()
}

// Hello is what a mail server is greeted with.
func Hello(c *Config) string { return c.mail().SMTPHello }
