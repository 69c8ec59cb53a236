import { openScene, sumOf } from '../histories/scene.js';

const minutes = Number(process.argv[2] ?? 5);
if (!(minutes > 0)) throw new TypeError('npm run soak -- MINUTES');

/** Plays rounds for so long, every other one with crashes; each prints the seed that plays it again. */
const soak = async (): Promise<void> => {
  const scene = await openScene();
  const end = performance.now() + minutes * 60_000;
  let seed = Number(process.env.SEED ?? Math.floor(Math.random() * 0x3fffffff));
  try {
    for (let round = 0; performance.now() < end; round += 1) {
      const crashes = round % 2 === 0 ? 0 : 1 + (round % 3);
      const options = { target: 'ours', rounds: 1, histories: 25, operations: 28, crashes } as const;
      const played = sumOf(await scene.play(seed, options));
      const { histories, operations, unanswered, undecided, refusals, complaints } = played;
      console.log(
        `SEED=${seed} ${histories} histories, ${operations} operations, ${unanswered} unanswered, ` +
          `${undecided} undecided, ${crashes} crashes`,
      );
      for (const refusal of refusals) console.log(refusal);
      for (const complaint of complaints) console.log(complaint);
      if (complaints.length + refusals.length > 0) {
        process.exitCode = 1;
        return;
      }
      seed += 1;
    }
  } finally {
    await scene.close();
  }
};

void soak();
