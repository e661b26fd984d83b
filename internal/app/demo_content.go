package app

import "github.com/codecraft-hq/codecraft/internal/service/assessments"

// demoAssessments are ready to be taken, over the problems of internal/demo.
var demoAssessments = []assessments.SeedAssessment{}
