/** Commands for lectures and the tour of the first minute. */
import { done, type Command } from './commandTypes.ts';

export const lectureCommands: readonly Command[] = [
  {
    id: 'lecture.toggle',
    name: 'Lecture: full screen, large type, one idea at a time',
    keys: ['f'],
    parameters: [],
    repeats: false,
    run({ store }) {
      store.setState({ lecture: !store.getState().lecture });
      return done;
    },
  },
];
