/** A file that cannot be read as a whole; the message is a sentence for a person, and repeats nothing of the file. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
}
