/*
 * A session as the cache keeps it, and the steps that change it: rotate.ts, present.ts, withdraw.ts and look-at.ts in
 * src/store/steps, said once more.
 *
 * Time goes in ticks. A generation was replaced "a moment ago" for GRACE ticks; later than that, it makes no difference
 * when. Left out: whose session it is, when it ends, what is noted of its claims.
 */

/* Those that are looked at: when one more is made, that is the end. */
#ifndef GENERATIONS
#define GENERATIONS 4
#endif
/* Callers who may have the current generation: with one more, that is the end. */
#ifndef HOLDERS
#define HOLDERS 3
#endif
/* `maxReplaced` */
#ifndef REMEMBERED
#define REMEMBERED 32
#endif
#ifndef GRACE
#define GRACE 1
#endif

#define SIZE (GENERATIONS + 3)
#define JUST_NOW 1
#define OLD (GRACE + 2)

/* The record, SessionRecord in src/store/records.ts: a letter for each of its names, and `age` for `replaced`. */
bit over = 0;       /* the session has ended */
byte g = 1;         /* generation */
byte p = 0;         /* parent */
byte m = 1;         /* used */
byte h = 1;         /* holders */
byte age[SIZE] = 0; /* JUST_NOW when it was replaced, OLD later than the grace, 0 where it was not */

/* What a step answers with. Hidden: that is no part of a state. */
mtype = { isGone, isCurrent, isReused, isAlive, isUnnoted, isVoid };
hidden mtype outcome = 0;
hidden byte given = 0;  /* as RotateResult has it */
hidden byte timed = 0; /* the generation whose replaced-time is now */
hidden byte i = 0;
hidden byte count = 0;
hidden byte oldest = 0;
hidden byte unheld = 0;

#define isFresh(k) (age[k] != 0 && age[k] < OLD)
#define inBounds (!over && g <= GENERATIONS && h <= HOLDERS)

inline findOldest() {
  oldest = 0;
  i = SIZE - 1;
  do
  :: i > 0 ->
    if
    :: age[i] != 0 -> oldest = i
    :: else
    fi;
    i--
  :: else -> break
  od
}

/* Makes generation n from its parent. Of those that were replaced, the oldest is forgotten. */
inline make(n, parent) {
  timed = parent;
  age[timed] = JUST_NOW;
  g = n;
  p = timed;
  h = 0;
  count = 0;
  i = 1;
  do
  :: i < SIZE ->
    count = count + (age[i] != 0);
    i++
  :: else -> break
  od;
  if
  :: count > REMEMBERED -> findOldest(); age[oldest] = 0
  :: else
  fi
}

/* A refresh token of generation k is presented. */
inline rotate(k, rotates, usesAreNoted) {
  outcome = isCurrent;
  timed = 0;
  given = 0;
  unheld = (h == 0 && m < g);
  if
  :: over || k > g -> outcome = isGone
  :: else ->
    if
    :: k == g && rotates -> make(g + 1, k)
    :: k == g && !rotates -> skip
    :: k < g && (isFresh(k) || (k == p && unheld)) ->
      if
      :: unheld -> make(g, p)
      :: else
      fi
    :: k < g && !(isFresh(k) || (k == p && unheld)) ->
      if
      :: rotates && usesAreNoted && k == p && m < g -> make(g + 1, k)
      :: else -> outcome = isReused; over = 1
      fi
    fi;
    if
    :: outcome == isCurrent ->
      given = (g > k);
      h = h + given;
      m = (k > m -> k : m)
    :: else
    fi
  fi
}

/* What a look at the session says of an access token of generation k. */
inline lookAt(k) {
  findOldest();
  if
  :: over -> outcome = isGone
  :: else ->
    if
    :: k < g && k > oldest && age[k] == 0 -> outcome = isVoid
    :: else -> outcome = (k > m -> isUnnoted : isAlive)
    fi
  fi
}

/* Its use is noted. */
inline present(k) {
  timed = 0;
  given = 0;
  lookAt(k);
  if
  :: over || k > g -> outcome = isGone
  :: else ->
    if
    :: outcome == isVoid -> outcome = isReused; over = 1
    :: else -> outcome = isAlive; m = (k > m -> k : m)
    fi
  fi
}

/* Generation k could not be handed to somebody to whom it was to be given. */
inline withdraw(k) {
  if
  :: !over && g == k && m < g && h > 0 -> h--
  :: else
  fi
}

/* A tick. */
inline goOn() {
  i = 1;
  do
  :: i < SIZE ->
    if
    :: isFresh(i) -> age[i] = age[i] + 1
    :: else
    fi;
    i++
  :: else -> break
  od
}
