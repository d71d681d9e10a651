/* cli/interruption.h - SIGINT and SIGTERM: what runs is asked to end, so that its report is still written. */
#ifndef CLI_INTERRUPTION_H
#define CLI_INTERRUPTION_H

/* Until interruption_end a signal calls STOP, which must be safe in a signal handler, and is remembered. */
void interruption_begin(void (*stop)(void *arg), void *arg);
void interruption_end(void);		/* the signals do what they did before */
int interruption_signal(void);		/* the one that came since the last beginning, or 0 */

#endif
