package judge0

import (
	"errors"
	"time"

	"github.com/codecraft-hq/codecraft/internal/base/ids"
)

// Config is what an operator can set.
type Config struct {
	Organization ids.Organization // whom the runs are counted for
	Token        string           // asked of every request as X-Auth-Token; empty asks for none
	UserToken    string           // asked as X-Auth-User where submissions are listed or deleted; empty refuses both
	RunsAMinute  int              // submissions of all clients together
	Keep         time.Duration    // how long a submission is found
	Parallel     int              // queued submissions that this process runs at once
	MaxQueue     int              // submissions that may wait
}

// Defaults are sensible for one machine.
func Defaults() Config {
	return Config{RunsAMinute: 600, Keep: 24 * time.Hour, Parallel: 4, MaxQueue: 1000}
}

// Validate names what cannot be.
func (c Config) Validate() error {
	switch {
	case !ids.Valid(string(c.Organization)):
		return errors.New("judge0: the organization is no id")
	case c.RunsAMinute < 1 || c.Parallel < 1 || c.MaxQueue < 1:
		return errors.New("judge0: at least one submission must be allowed")
	case c.Keep < time.Minute:
		return errors.New("judge0: submissions are kept for a minute at least")
	}
	return nil
}

// The bounds of what a client may ask for: those of a run, in Judge0's units (seconds and kilobytes). The time limit and
// the extra time together are what a run may have.
const (
	cpuTimeLimit, maxCPUTimeLimit   = 5.0, 25.0
	leastCPUTime                    = 0.01
	cpuExtraTime, maxCPUExtraTime   = 1.0, 5.0
	wallTimeLimit, maxWallTimeLimit = 10.0, 60.0
	memoryLimit, maxMemoryLimit     = 256_000, 2_000_000
	minMemoryLimit                  = 4096
	stackLimit, maxStackLimit       = 64_000, 2_000_000
	processes, maxProcesses         = 60, 120
	fileSize, maxFileSize           = 1024, 4096
	maxOutput                       = 512 // both streams together, where max_file_size allows as much
	maxRuns                         = 20
	maxBatch                        = 20
	maxExtractedKb                  = 1024
	maxOptions                      = 512 // characters of compiler_options and of command_line_arguments
	callbackTries                   = 5
)

// CallbackTimeout is how long an address has to take a callback.
const CallbackTimeout = 5 * time.Second

// configInfo is GET /config_info: what is offered and how far it goes.
func (s *Service) configInfo() map[string]any {
	return map[string]any{
		"maintenance_mode": false, "enable_wait_result": true, "enable_compiler_options": true,
		"allowed_languages_for_compile_options": []string{}, "enable_command_line_arguments": true,
		"enable_submission_delete": s.config.UserToken != "", "enable_callbacks": s.callbacks != nil,
		"callbacks_max_tries": callbackTries, "callbacks_timeout": CallbackTimeout.Seconds(),
		"enable_additional_files": true, "max_queue_size": s.config.MaxQueue,
		"cpu_time_limit": cpuTimeLimit, "max_cpu_time_limit": maxCPUTimeLimit,
		"cpu_extra_time": cpuExtraTime, "max_cpu_extra_time": maxCPUExtraTime,
		"wall_time_limit": wallTimeLimit, "max_wall_time_limit": maxWallTimeLimit,
		"memory_limit": memoryLimit, "max_memory_limit": maxMemoryLimit,
		"stack_limit": stackLimit, "max_stack_limit": maxStackLimit,
		"max_processes_and_or_threads": processes, "max_max_processes_and_or_threads": maxProcesses,
		"enable_per_process_and_thread_time_limit": false, "allow_enable_per_process_and_thread_time_limit": false,
		"enable_per_process_and_thread_memory_limit": false, "allow_enable_per_process_and_thread_memory_limit": false,
		"max_file_size": fileSize, "max_max_file_size": maxFileSize,
		"number_of_runs": 1, "max_number_of_runs": maxRuns, "redirect_stderr_to_stdout": false,
		"max_extract_size": maxExtractedKb, "enable_batched_submissions": true, "max_submission_batch_size": maxBatch,
		"submission_cache_duration": 0.0, "use_docs_as_homepage": false, "allow_enable_network": false, "enable_network": false,
	}
}
