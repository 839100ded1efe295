/** The seconds between two saves of a run, if nobody says otherwise; here, so that the help need not load all that saves. */
export const defaultSaveEverySeconds = 30;
