// Here, so that the help need not load all that saves and trains.

/** The seconds between two saves of a run, if nobody says otherwise. */
export const defaultSaveEverySeconds = 30;

/** How many states on the way of a run are kept on the disk, if nobody says otherwise. */
export const defaultKeepStates = 8;

/** How much memory the states of a run may take that are kept along the way, if nobody says otherwise. */
export const defaultHistoryMegabytes = 64;
export const bytesPerMegabyte = 2 ** 20;
/** How many threads can share a step; more would only wait for each other. */
export const mostThreads = 64;
/** How many processes of PyTorch can share a batch on one machine. */
export const mostProcesses = 64;
