/** Months as subscriptions count them, in UTC. */

/** The same day and time of a later month; a month without that day ends it on its last: a month from 31 January is 28 February. */
export function monthsLater(from: number, months: number): number {
  const end = new Date(from);
  const day = end.getUTCDate();
  end.setUTCMonth(end.getUTCMonth() + months);
  if (end.getUTCDate() !== day) end.setUTCDate(0);
  return end.getTime();
}

/** Whole months that lead from one moment to a later one, the last of them begun where the end lies between two. */
export function monthsBetween(from: number, to: number): number {
  let months = 0;
  while (monthsLater(from, months) < to) months += 1;
  return months;
}
