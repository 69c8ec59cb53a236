import { stopwatch } from '../core/clock.js';

/** How far a try to send has come. */
export interface Course<Step extends string> {
  /** A step begins. */
  begin(step: Step): void;
  /** The step that began last. */
  step(): Step;
  /** Seconds since it began. */
  elapsed(): number;
}

/** Notes the steps of a try. It does not ask the clock of the service, which may be the host's, and throw. */
export const createCourse = <Step extends string>(first: Step): Course<Step> => {
  let current = first;
  let elapsed = stopwatch();
  return {
    begin(step) {
      current = step;
      elapsed = stopwatch();
    },
    step: () => current,
    elapsed: () => elapsed(),
  };
};
