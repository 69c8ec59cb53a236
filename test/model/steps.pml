/*
 * Every state of a session and every step from it, one a line, where pan is compiled with -DPRINTF:
 *
 *   state > step generation rotates usesAreNoted > outcome given timed > state
 *
 * A state is `over g p m h`, and the ages of the generations 1, 2, 3 and so on. What follows from a tick is not printed.
 */
#include "session.pml"

mtype = { rotation, presentation, withdrawal, look };

inline tell() {
  printf("%d %d %d %d %d", over, g, p, m, h);
  i = 1;
  do
  :: i < SIZE -> printf(" %d", age[i]); i++
  :: else -> break
  od
}

/* pan cannot print the name of an mtype. */
inline name(what) {
  if
  :: what == rotation -> printf("rotate")
  :: what == presentation -> printf("present")
  :: what == withdrawal -> printf("withdraw")
  :: what == look -> printf("lookAt")
  :: what == isGone -> printf("gone")
  :: what == isCurrent -> printf("current")
  :: what == isReused -> printf("reused")
  :: what == isAlive -> printf("alive")
  :: what == isUnnoted -> printf("unnoted")
  :: what == isVoid -> printf("void")
  :: what == 0 -> printf("nothing")
  fi
}

active proctype all() {
  mtype step = 0;
  byte k = 0;
  bit rotates = 0;
  bit noted = 0;
  do
  :: inBounds ->
    atomic {
      /* No token of a generation later than the current one was ever made, but one can be asked for. */
      k = 1;
      do
      :: k <= g -> k++
      :: break
      od;
      if
      :: step = rotation;
        if
        :: rotates = 1
        :: rotates = 0
        fi;
        if
        :: noted = 1
        :: noted = 0
        fi
      :: step = presentation
      :: step = withdrawal
      :: step = look
      fi;
      d_step {
        tell();
        printf(" > ");
        name(step);
        printf(" %d %d %d > ", k, rotates, noted);
        outcome = 0; given = 0; timed = 0;
        if
        :: step == rotation -> rotate(k, rotates, noted)
        :: step == presentation -> present(k)
        :: step == withdrawal -> withdraw(k)
        :: step == look -> lookAt(k)
        fi;
        name(outcome);
        printf(" %d %d > ", given, timed);
        tell();
        printf("\n");
        step = 0; k = 0; rotates = 0; noted = 0
      }
    }
  :: inBounds -> atomic { goOn() }
  :: else -> break
  od
}
