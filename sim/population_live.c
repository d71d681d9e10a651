/* sim/population_live.c - a UE goes through its life: from step to step until it has to wait for something. */
#include "sim/population_state.h"
#include "wire/dice.h"

static struct statistics *statistics_at(struct population *p, uint64_t at_ns)
{
	return &p->phases[timetable_phase(p, at_ns)];
}

/* Something was to begin by time: how late are we? */
static void note_lag(struct population *p, uint64_t intended_ns, uint64_t now_ns)
{
	histogram_add(&statistics_at(p, intended_ns)->lag, now_ns > intended_ns ? now_ns - intended_ns : 0);
}

void ue_begin_life(struct population *p, struct ue *ue, uint64_t intended_ns, uint64_t now_ns, struct sink *sink)
{
	uint64_t dice = p->key ^ ue_number(p, ue);

	statistics_at(p, intended_ns)->lives_begun++;
	note_lag(p, intended_ns, now_ns);
	p->now.live++;
	if (!(ue->flags & UE_ARRIVED)) {
		p->now.arrived++;
		ue->mid = (uint16_t)dice_roll(&dice);	/* the first from entropy (RFC 7252 4.4) */
	}
	ue->flags |= UE_ARRIVED;
	ue->step = 0;
	ue->again = 0;
	ue->state = UE_WAITING;
	ue_power(p, ue, true, now_ns);
	ue_go_on(p, ue, intended_ns, now_ns, sink);
}

void ue_end_life(struct population *p, struct ue *ue, uint64_t now_ns, struct sink *sink)
{
	const struct life *life = &p->scenario->life;
	bool silently = ue->step < life->count && life->steps[ue->step].word == LIFE_LEAVE;

	ue_timer(p, ue, NEVER);
	if (ue->link)
		ue_close(p, ue, silently, sink);
	if (silently)
		ue_power(p, ue, false, now_ns);
	ue->state = UE_ABSENT;
	p->now.live--;
	statistics_at(p, now_ns)->lives_ended++;
	if (p->scenario->phases[0].arrive.model == ARRIVAL_CLOSED && !p->now.stopping)
		p->timetable.owed++;
}

static void wait_for(struct population *p, struct ue *ue, enum ue_state state, const struct life_span *span, uint64_t now_ns)
{
	uint64_t dice = ue_dice(p, ue);

	ue->state = (uint8_t)state;
	ue_timer(p, ue, now_ns + life_span_draw(span, &dice));
}

/* False: the life is over. */
static bool begin_again(struct ue *ue, const struct life_step *step)
{
	if (step->times != LIFE_FOR_EVER && ue->again >= step->times)
		return false;
	ue->again += ue->again < UINT16_MAX;
	ue->step = 0;
	return true;
}

static void move(struct population *p, struct ue *ue, struct sink *sink)
{
	if (ue->link)
		ue_close(p, ue, true, sink);
	ue->moves++;
}

enum went { WENT_ON, WENT_AWAY, WENT_TO_THE_END };

/* One step; WENT_ON: the next one may follow at once. */
static enum went take_step(struct population *p, struct ue *ue, const struct life_step *step, uint64_t intended_ns, uint64_t now_ns,
			   struct sink *sink)
{
	uint64_t dice;

	switch (step->word) {
	case LIFE_REGISTER:
	case LIFE_DEREGISTER:
	case LIFE_PING:
		ue_ask(p, ue, intended_ns, now_ns, sink);
		return WENT_AWAY;
	case LIFE_HANDSHAKE:
		if (ue->link || !(ue->flags & UE_SECURE))
			break;	/* a clear flow has none */
		ue_open(p, ue, intended_ns, now_ns, sink);
		return WENT_AWAY;
	case LIFE_WAIT:
		wait_for(p, ue, UE_WAITING, &step->wait, now_ns);
		return WENT_AWAY;
	case LIFE_CLOSE:
		if (ue->link)
			ue_close(p, ue, step->silently, sink);
		break;
	case LIFE_REBOOT:
		ue->step++;	/* what comes after the reboot */
		ue_power(p, ue, false, now_ns);
		ue_power(p, ue, true, now_ns);
		if (!ue_reboot(p, ue, intended_ns, now_ns, sink))
			return WENT_AWAY;
		return WENT_ON;
	case LIFE_MOVE:
		move(p, ue, sink);
		break;
	case LIFE_LEAVE:
		dice = ue_dice(p, ue);
		if (dice_share(&dice) < step->share)
			return WENT_TO_THE_END;
		break;
	case LIFE_AGAIN:
		return begin_again(ue, step) ? WENT_ON : WENT_TO_THE_END;
	case LIFE_WORDS:
		break;
	}
	ue->step++;
	return WENT_ON;
}

void ue_go_on(struct population *p, struct ue *ue, uint64_t intended_ns, uint64_t now_ns, struct sink *sink)
{
	const struct life *life = &p->scenario->life;
	enum went went = WENT_ON;

	while (went == WENT_ON && ue->step < life->count && !p->now.stopping)
		went = take_step(p, ue, &life->steps[ue->step], intended_ns, now_ns, sink);
	if (went != WENT_AWAY)
		ue_end_life(p, ue, now_ns, sink);
}

static void come_back(struct population *p, struct ue *ue, uint64_t intended_ns, uint64_t now_ns, struct sink *sink)
{
	bool moves = ue->flags & UE_MOVES;

	ue->flags &= (uint8_t)~UE_MOVES;
	ue->step = 0;
	ue->state = UE_WAITING;
	if (moves)
		move(p, ue, sink);
	ue_power(p, ue, true, now_ns);
	if (ue_reboot(p, ue, intended_ns, now_ns, sink))
		ue_go_on(p, ue, intended_ns, now_ns, sink);
}

void ue_timer_over(struct population *p, struct ue *ue, uint64_t now_ns, struct sink *sink)
{
	uint64_t intended_ns = ue->timer.at_ns;

	ue_timer(p, ue, NEVER);
	switch ((enum ue_state)ue->state) {
	case UE_WAITING:
		ue->step++;
		note_lag(p, intended_ns, now_ns);
		ue_go_on(p, ue, intended_ns, now_ns, sink);
		break;
	case UE_RETRYING:
		note_lag(p, intended_ns, now_ns);
		ue_go_on(p, ue, intended_ns, now_ns, sink);
		break;
	case UE_AWAY:
		note_lag(p, intended_ns, now_ns);
		come_back(p, ue, intended_ns, now_ns, sink);
		break;
	case UE_ASKING:
	case UE_ACKED:
		ue_ask_again(p, ue, now_ns, sink);
		break;
	case UE_PROMISED:
		ue->copies = 1;
		ue_ask_opened(p, ue, now_ns, sink);
		break;
	case UE_ABSENT:
	case UE_OPENING:
	case UE_DOING:
		break;
	}
}

void ue_lose_power(struct population *p, struct ue *ue, const struct outage *o, uint64_t now_ns, struct sink *sink)
{
	if (ue->state == UE_OPENING && ue->link)
		ue_close(p, ue, true, sink);
	if (ue_is_open(ue))
		ue_conclude(p, ue, OUTCOME_UNFINISHED, 0, now_ns);
	if (o->other_port)
		ue->flags |= UE_MOVES;
	ue->again = 0;
	ue_power(p, ue, false, now_ns);
	wait_for(p, ue, UE_AWAY, &o->back, now_ns);
}

void ue_concluded(struct population *p, struct ue *ue, enum outcome outcome, uint64_t now_ns, struct sink *sink)
{
	const struct conduct_plan *conduct = &p->scenario->conduct;

	if (outcome_standing_of(outcome) != OUTCOME_IS_GOOD) {
		if (p->now.stopping || conduct->on_failure == FAILURE_ENDS) {
			ue_end_life(p, ue, now_ns, sink);
			return;
		}
		if (conduct->on_failure == FAILURE_RETRIES) {
			wait_for(p, ue, UE_RETRYING, &conduct->retry, now_ns);
			return;
		}
	}
	ue->step++;
	ue_go_on(p, ue, now_ns, now_ns, sink);
}
