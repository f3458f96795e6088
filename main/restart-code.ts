/** Exit code of a program that wants to be started again by whoever started it (EX_TEMPFAIL: not now, again). */
export const RESTART_EXIT_CODE = 75;
