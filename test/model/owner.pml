/*
 * An owner alone, in two tabs that share what they have: no alarm, and nobody is handed void tokens.
 *
 * A tab reads the pair that is stored, asks with it, and stores what it gets, unless a newer one is stored. Requests,
 * the work of the server and answers take their time; any of them may be lost or come to nothing. A use may be as late
 * as it likes, with whatever was stored when it began.
 */
#ifndef GRACE
#define GRACE 2
#endif
#include "session.pml"

#define NONE 0
#define ALL 1
#define SOME 2
/* The processes that check sessions, and those that rotate. */
#ifndef CHECK
#define CHECK ALL
#endif
#ifndef ROTATE
#define ROTATE ALL
#endif
/* How many ticks a request, the server and an answer may take. */
#ifndef REQUEST
#define REQUEST 1
#endif
#ifndef SERVER
#define SERVER 0
#endif
#ifndef ANSWER
#define ANSWER 1
#endif
/* 0: nothing is lost, though it may come to nothing. */
#ifndef LOSES
#define LOSES 1
#endif
/* 1: one refresh at a time, over both tabs. */
#ifndef LOCK
#define LOCK 1
#endif
/* 0: a tab may use a pair and lose it before it has stored it. */
#ifndef STORES_FIRST
#define STORES_FIRST 1
#endif
/* 0: what comes last is stored, newer or not. */
#ifndef NEWEST
#define NEWEST 1
#endif
/* 1: a request that was given up arrives all the same, and later than any grace. */
#ifndef GHOSTS
#define GHOSTS 0
#endif

/* 1: an alarm is no error here. */
#ifndef ALARMS
#define ALARMS 0
#endif

#define IDLE 0
#define ASKS 1
#define SERVED 2
#define ANSWERED 3

byte stored = 1;
byte phase[2] = 0;
byte asked[2] = 0; /* the generation that it asks with */
byte got[2] = 0;   /* the one that it is given */
bit gave[2] = 0;
byte timer[2] = 0; /* ticks since this phase began */
byte since[2] = 0; /* ticks since what it is given was made, or since the server began where it was not made anew */
byte using[2] = 0; /* the generation of a request that is under way */
byte ghost = 0;

#define limit(ph) (ph == ASKS -> REQUEST : (ph == SERVED -> SERVER : ANSWER))
#define maySpend(tab) (phase[tab] == IDLE || timer[tab] < limit(phase[tab]))
/* `requireGood` of src/flows/refresh.ts */
#define looksAgain (since[tab] > GRACE)
#define isVoided(k) (k < g && age[k] == 0)

inline enter(ph) {
  phase[tab] = ph;
  timer[tab] = 0;
  if
  :: ph == IDLE -> asked[tab] = 0; got[tab] = 0; gave[tab] = 0; since[tab] = 0
  :: else
  fi
}

inline spend(t) {
  if
  :: phase[t] != IDLE -> timer[t] = timer[t] + 1
  :: else
  fi;
  if
  :: phase[t] == SERVED && since[t] <= GRACE -> since[t] = since[t] + 1
  :: else
  fi
}

active proctype world() {
  bit tab = 0;
  bit checks = 0;
  bit rotates = 0;
  do
  :: inBounds ->
    atomic {
      if
      :: tab = 0
      :: tab = 1
      fi;
      if
      :: CHECK != NONE -> checks = 1
      :: CHECK != ALL -> checks = 0
      fi;
      if
      :: ROTATE != NONE -> rotates = 1
      :: ROTATE != ALL -> rotates = 0
      fi;
      if
      :: phase[tab] == IDLE && (!LOCK || phase[1 - tab] == IDLE) ->
        d_step { enter(ASKS); asked[tab] = stored; printf("tab %d asks with %d\n", tab, stored) }
      :: phase[tab] == ASKS ->
        d_step {
          rotate(asked[tab], rotates, checks);
          printf("tab %d is served for %d: %e %d\n", tab, asked[tab], outcome, g);
          assert(ALARMS || outcome == isCurrent);
          got[tab] = g;
          gave[tab] = given;
          since[tab] = (given -> age[p] - JUST_NOW : 0);
          enter(SERVED)
        }
      :: phase[tab] == SERVED && !(looksAgain && isVoided(got[tab])) ->
        d_step { assert(over || !isVoided(got[tab])); since[tab] = 0; enter(ANSWERED) }
      :: phase[tab] == SERVED -> /* it comes to nothing */
        d_step {
          if
          :: gave[tab] -> withdraw(got[tab])
          :: else
          fi;
          printf("tab %d is not given %d\n", tab, got[tab]);
          enter(IDLE)
        }
      :: phase[tab] == ANSWERED ->
        d_step {
          stored = (got[tab] > stored || !NEWEST -> got[tab] : stored);
          printf("tab %d stores %d\n", tab, stored);
          enter(IDLE)
        }
      :: phase[tab] == ANSWERED && !STORES_FIRST && using[tab] == 0 ->
        d_step { using[tab] = got[tab]; printf("tab %d uses %d, and is closed\n", tab, got[tab]); enter(IDLE) }
      :: phase[tab] != IDLE && LOSES ->
        d_step {
          if
          :: phase[tab] == ASKS && GHOSTS -> ghost = asked[tab]
          :: else
          fi;
          printf("tab %d gives up\n", tab);
          enter(IDLE)
        }
      :: ghost != 0 ->
        d_step {
          rotate(ghost, rotates, checks);
          printf("a request that was given up is served for %d: %e\n", ghost, outcome);
          assert(ALARMS || outcome == isCurrent);
          ghost = 0
        }
      :: using[tab] == 0 && CHECK != NONE ->
        d_step { using[tab] = stored; printf("tab %d is about to use %d\n", tab, stored) }
      :: using[tab] != 0 && checks ->
        d_step {
          present(using[tab]);
          printf("tab %d uses %d: %e\n", tab, using[tab], outcome);
          assert(ALARMS || outcome == isAlive);
          using[tab] = 0
        }
      :: using[tab] != 0 && CHECK != ALL -> using[tab] = 0
      :: maySpend(0) && maySpend(1) ->
        d_step { printf("a tick\n"); goOn(); spend(0); spend(1) }
      fi;
      tab = 0; checks = 0; rotates = 0
    }
  :: else -> break
  od
}
