/**
 * By how much the sound of an answer may outlast its picture and the picture still be whole: both are stopped one after the other.
 * A picture that was closed earlier had no room on the disk; then the sound alone is the answer.
 */
export const PICTURE_TOLERANCE_MS = 3000;
