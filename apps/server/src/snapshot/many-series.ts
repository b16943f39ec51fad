/** From so many series in a reading on it is memory that decides what is made, and when. */
export const manySeries = 150_000;
