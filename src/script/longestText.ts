/** How long a script may be: alone here, for those who read one and leave the parsing to others. */

/** Characters of the longest text that is read. */
export const longestText = 256 * 1024;
