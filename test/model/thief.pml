/*
 * An owner and a thief. Each uses and swaps whatever she has, in any order; any answer may be lost, late, or come to
 * nothing. The thief may copy what the owner has, again and again.
 *
 * Somebody "goes on" who refreshes later than the grace of every refresh, where tokens rotate, and then uses what she
 * got. Of two who have a copy of the same, at most one goes on without an alarm.
 */
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
/*
 * NONE: nobody refreshes within the grace of the other's refresh. ALL: anybody may. SOME: anybody may, but whoever is
 * does makes both begin anew: what they did before does not count.
 */
#ifndef RACE
#define RACE NONE
#endif
/* 1: a use counts that no process has checked, and a refresh that makes no new token. */
#ifndef UNSEEN
#define UNSEEN 0
#endif

#define OWNER 0
#define THIEF 1

byte has[2] = 0;    /* the pairs that somebody has: a bit for each generation */
byte flight[2] = 0; /* the generation that somebody is being given */
bit gave[2] = 0;
bit calm[2] = 0;    /* it was asked for later than the grace of every refresh */
byte got[2] = 0;    /* what she got so */
bit went[2] = 0;    /* she has gone on */
bit maker = OWNER;  /* who was given the current generation first */

/* The rule, said from outside: what each generation was made from, which are void, the highest that was used. */
byte parent[SIZE] = 0;
byte voided = 0;
byte used = 1;

#define bit_(k) (1 << (k))
#define holds(who, k) ((has[who] >> (k)) & 1)
#define isVoided(k) ((voided >> (k)) & 1)
#define races (maker != who && isFresh(p))

inline beginAnew() {
  calm[0] = 0; calm[1] = 0;
  got[0] = 0; got[1] = 0;
  went[0] = 0; went[1] = 0
}

inline noteUse(k) {
  used = (k > used -> k : used);
  went[who] = went[who] || (got[who] == k)
}

/* What an earlier request made from the same token is void from now on. */
inline noteMade() {
  parent[g] = p;
  maker = who;
  i = 1;
  do
  :: i < g ->
    if
    :: parent[i] == p -> voided = voided | bit_(i)
    :: else
    fi;
    i++
  :: else -> break
  od
}

inline refresh() {
  d_step {
    calm[who] = !isFresh(p) && (rotates || UNSEEN);
    /* S1: whoever is served has the current token, or one of a moment ago, or asks for an answer that was lost. */
    due = (k == g) || isFresh(k) || (k == p && (used < g || h == 0));
    was = g;
    if
    :: RACE == SOME && races -> beginAnew()
    :: else
    fi;
    rotate(k, rotates, checks);
    if
    :: outcome == isCurrent ->
      assert(due && !isVoided(k));
      noteUse(k);
      if
      :: g != was -> noteMade()
      :: g == was && timed != 0 -> maker = who
      :: else
      fi;
      flight[who] = g;
      gave[who] = given
    :: else
    fi;
    printf("%d refreshes with %d: %e, %d\n", who, k, outcome, g);
    due = 0; was = 0
  }
}

inline receive() {
  d_step {
    printf("%d receives %d\n", who, flight[who]);
    has[who] = has[who] | bit_(flight[who]);
    got[who] = (calm[who] -> flight[who] : got[who]);
    flight[who] = 0; gave[who] = 0; calm[who] = 0
  }
}

inline use() {
  d_step {
    if
    :: checks ->
      present(k);
      printf("%d uses %d: %e\n", who, k, outcome);
      if
      :: outcome == isAlive -> assert(!isVoided(k)); noteUse(k)
      :: else
      fi
    :: else ->
      printf("%d uses %d, unchecked\n", who, k);
      went[who] = went[who] || (got[who] == k && (UNSEEN || CHECK == NONE))
    fi
  }
}

active proctype world() {
  byte k = 0;
  byte was = 0;
  bit who = 0;
  bit checks = 0;
  bit rotates = 0;
  bit due = 0;
  has[OWNER] = bit_(1);
  do
  :: inBounds ->
    atomic {
      if
      :: who = OWNER
      :: who = THIEF
      fi;
      if
      :: CHECK != NONE -> checks = 1
      :: CHECK != ALL -> checks = 0
      fi;
      if
      :: ROTATE != NONE -> rotates = 1
      :: ROTATE != ALL -> rotates = 0
      fi;
      k = 1;
      do
      :: k < g -> k++
      :: break
      od;
      if
      :: flight[who] == 0 && holds(who, k) && (RACE != NONE || !races) -> refresh()
      :: holds(who, k) -> use()
      :: flight[who] != 0 -> receive()
      :: flight[who] != 0 -> /* it is lost, or comes to nothing */
        if
        :: gave[who] -> withdraw(flight[who]); printf("%d is not given %d, which is withdrawn\n", who, flight[who])
        :: printf("%d is not given %d\n", who, flight[who])
        fi;
        flight[who] = 0; gave[who] = 0; calm[who] = 0
      :: who == THIEF && holds(OWNER, k) && !holds(THIEF, k) -> /* he copies what she has */
        printf("the thief copies %d\n", k);
        d_step { has[THIEF] = has[THIEF] | bit_(k); beginAnew() }
      :: printf("a tick\n"); goOn()
      fi;
      assert(over || !(went[OWNER] && went[THIEF]));
      who = 0; checks = 0; rotates = 0; k = 0
    }
  :: else -> break
  od
}
