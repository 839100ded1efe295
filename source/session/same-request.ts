/**
Who asks again within this time, asks for the same: a key bounces, a hand is impatient, and `timeout` signals a process twice.
The save that the first has begun would be lost.
*/
export const sameRequestMs = 500;
