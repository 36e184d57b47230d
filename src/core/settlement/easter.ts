import { addDays, type Day } from '../calendar.ts';

/** Easter Sunday of the Gregorian calendar (Anonymous Gregorian computus, Meeus: Astronomical Algorithms, ch. 8). */
export function easterSunday(year: number): Day {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const leap = Math.floor(century / 4);
  const moon = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - leap - moon + 15) % 30;
  const sunday =
    (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * sunday) / 451);
  const sinceMarch = epact + sunday - 7 * late + 114;
  const month = Math.floor(sinceMarch / 31);
  const day = (sinceMarch % 31) + 1;
  return `${year}-0${month}-${String(day).padStart(2, '0')}`;
}

export function goodFriday(year: number): Day {
  return addDays(easterSunday(year), -2);
}

export function easterMonday(year: number): Day {
  return addDays(easterSunday(year), 1);
}
