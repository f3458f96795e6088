/**
 * Closed classes of English: pronouns, auxiliaries, markers of time, generality and condition. No list of deeds: what counts
 * as an action is decided by part of speech. Part of the hashed configuration.
 */
export const ENGLISH = {
  pronouns: {
    i: ['i'],
    we: ['we'],
    other: 'he she they who somebody someone everybody everyone nobody whoever people'.split(' '),
    /** Subject or object by their place. */
    eitherCase: 'you it this that these those which one'.split(' '),
  },
  /** Nouns of people, as stems' words: who acts goes on acting in the clauses after. */
  people:
    'boss manager supervisor lead leader foreman customer client guest patient guy lady man woman kid girl boy dude gentleman colleague coworker friend mate partner brother sister mom mum dad mother father parent grandma grandpa grandmother grandfather uncle aunt cousin wife husband son daughter neighbour neighbor driver teacher owner mechanic technician electrician engineer nurse doctor inspector operator trainee employee worker officer chef cook waiter waitress clerk cashier person people team crew staff student director trainer guard family somebody someone'.split(
      ' ',
    ),
  modals: "would could should might may will can shall must 'd 'll ca wo gonna wanna".split(' '),
  /** Statives by their dictionary form, as stems: states, perception, having, likes. */
  statives:
    'be have think know believe feel like love want need seem hope wish guess mean understand remember forget see hear notice belong own hate prefer enjoy care live work look appear happen exist consist contain deserve involve matter suppose use consider become'.split(
      ' ',
    ),
  /** Of the statives above, these are deeds when something follows that is done or reached. */
  negators: "not n't never no nobody nothing without neither nor hardly instead rather cannot".split(' '),
  sequence:
    'then so but because after before when while since until afterwards finally eventually later meanwhile first firstly secondly next also although though anyway however therefore once whereas plus'.split(
      ' ',
    ),
  sequencePhrases: [
    'after that',
    'as a result',
    'in the end',
    'at the end',
    'as soon as',
    'from then on',
    'the next day',
    'at first',
    'by the end',
    'because of that',
    'so that',
    'even though',
  ],
  generic:
    /\b(usually|generally|always|often|every (day|shift|week)|never (once )?(missed|called|had|was|got)|typically|normally|every time|whenever|each time|tend to|in general|most of the time|all the time|day to day|on a daily basis|i am an? |i'm an? |i am (very|really|quite|pretty|good|great|always|someone)|i'm (very|really|quite|pretty|good|great|always|someone)|i (really |truly |strongly )?(believe|think|feel) (that |in |you|it|a|the|team|communication|safety|customer|quality|hard)|is (very |really |so |the most )?(important|key|essential|vital|crucial)|are (very |really )?important|you (have|need|got) to|you should|you must|people should|everyone should|i (really )?(like|love|enjoy|prefer) (to|working|being|helping|it when|people|when)|i would say i|i consider myself|my (strength|strengths|weakness|personality|style|approach|philosophy)|as an? \w+ person|never been|i work (hard|well|best|great)|i get along|i try to|i make sure|i pride|i strive|i value|what matters|you just|the type of|that's just|isn't it|first and foremost|number one|one hundred percent|i can (work|handle|do|deal|adapt)|anyone can|no matter what)\b/u,
  hypothetical:
    /\b(if (i|it|he|she|they|we|you|someone|somebody|the|there|that|this|a|an|my|something|anything|people|customers)\b|i would|i'd|i will|i'll|we would|we'd|we'll|would (be|have|probably|just|also|then|first|try|go|ask|tell)|i might|i could|i should|i'm going to|i am going to|i'm gonna|suppose|imagine|in that case|in the future|hopefully|i guess i would|i plan to|i want to|i hope to)\b/u,
  condition: /\b(if|suppose|imagine|in case)\b/u,
  episode:
    /(^(so |and |well |um |yeah |okay |ok )*once\b|\bonce (i|we|a|the|my|when|at|in)\b)|\b(one time|one day|one night|one morning|one evening|one afternoon|one shift|one of (the|my) \w+ (was|came|got|had)|last (year|month|week|night|summer|winter|spring|fall|autumn|christmas|friday|saturday|sunday|monday|tuesday|wednesday|thursday|shift|time)|yesterday|ago|that (day|time|night|morning|shift|week)|this one time|this one|there was|there were|back (when|in|at)|when i was|when i (first )?(started|worked|did)|i remember|suddenly|the other day|the next (day|morning|week)|the day (after|before)|during (the|my|our)|in (19|20)\d\d|over the (summer|holidays|weekend)|black friday|christmas|holiday|this (guy|lady|woman|man|customer|kid|dude|girl)|a (guy|lady|woman|man|customer|kid|dude|girl) (came|walked|was|comes|called|who))\b/u,
  time: /\b(once|one time|one day|one night|one morning|one evening|one afternoon|last \w+|yesterday|\w+ ago|that (day|time|night|morning|shift|week)|this one time|back (when|in|at)|when i was|the other day|in (19|20)\d\d|on (monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(monday|tuesday|wednesday|thursday|friday|saturday|sunday)|over the \w+|christmas|black friday|at (night|noon|\d+)|(morning|afternoon|evening|midnight)|during|first (day|week|month|shift)|end of (the|my) (shift|day|week|month)|a (couple|few) (of )?(years|months|weeks|days)|holiday)\b/u,
  place:
    /\b(at|in|on|from) (a|an|the|my|our|this) (\w+ ){0,3}(warehouse|store|shop|factory|plant|line|floor|restaurant|kitchen|cafe|café|diner|hotel|office|school|market|supermarket|bakery|garage|depot|dock|counter|register|till|job|site|yard|hospital|bar|company|aisle|place|mall|salon|farm|station|house|gym|church|dorm|truck|café)\b/u,
  role: /\b(as an? \w+|i was (working|an?|the|on|in charge|doing|at|training|new|running|covering)|i worked|i used to (work|be|do)|my job|my shift|my (boss|manager|supervisor|team|lead|crew|coworker|co-worker)|part[- ]time|we were|intern|apprentice|our (team|shift|crew|store|line))\b/u,
  task: /\b(responsible for|my job was|my task|my role was|had to|needed to|was supposed to|were supposed to|was asked to|was told to|told me to|asked me to|wanted me to|told us to|asked us to|in charge of|my goal|our goal|the goal|deadline|due (by|on|at|the)|had until|needed (it|them|me|us)|expected (me|us)|assigned|i promised|i said i would|it was (up to|on) me|was my (job|turn)|were counting on|supposed to)\b/u,
  result:
    /\b(in the end|as a result|finally|eventually|ended up|turned out|worked out|it worked|that worked|after that|since then|from then on|ever since|never (happened|had|came|did)|no more|no one (got|was)|nobody (got|was)|everything was|everyone was|got (fixed|sorted|done|better|back|it working|resolved|the job)|was (fixed|happy|fine|okay|ok|thankful|grateful|pleased|satisfied|resolved|solved|able to|sorted)|were (happy|fine|okay|able|thankful|pleased)|thanked|thank you|said thanks|calmed down|apologi[sz]ed to me|praised|appreciated|good job|promoted|on time|without (any )?(problem|problems|issue|issues|a mistake|mistakes)|passed|finished|solved|resolved|improved|increased|decreased|reduced|dropped|went (down|up|well|fine|good|great|smoothly|back to)|came back|still (comes|shops|works|talk|use|do)|learned|saved|made it|all good|happy|no complaints?|the outcome|the result|to this day|now (they|he|she|we|everyone|people|i)|the next (day|morning|week|month|time)|a (week|month|day|few \w+|couple \w+ \w+) later|afterwards|later on|by the end|got it (done|fixed|back|working|right)|gave me|let me)\b/u,
  feedback:
    /\b(thanked|thank you|thanks|happy|praised|appreciated|good job|great job|well done|promoted|pleased|satisfied|grateful|thankful|came back|tip|review|compliment|said (it|i|that|she|he|they)|told me|smiled|impressed)\b/u,
  quantity:
    /\b\d+([.,]\d+)?\s?(%|percent|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|boxes|box|pallets?|pieces?|units?|parts?|people|customers?|orders?|times?|items?|bucks|dollars?|pounds?|kg|miles?|cases?|cartons?|shirts?|bags?|rows?|shifts?|guys|of them|more|less|each|an? (hour|day|week|shift))?(?=\W|$)|\b(half|twice|double|doubled|none|zero|not a single|every single|all of (them|it))\b/u,
  functionWords:
    "a an the and or but so because if then than that this these those i me my mine we us our you your he him his she her it its they them their who which what when where how why to of in on at by for with from as about into over after before up down out off not n't no yes is am are was were be been being do does did have has had having will would can could should may might must shall 'm 're 's 've 'd 'll there here just very too also only some any all more most much many such own same well like".split(
      ' ',
    ),
} as const;
