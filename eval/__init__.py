"""The answer-accuracy evaluation: cases, metrics, runner, reports."""
