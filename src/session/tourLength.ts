/** Steps of the tour of the first minute; what they say is in `app/tourSteps.ts`. */
export const tourLength = 5;
