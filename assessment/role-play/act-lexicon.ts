import type { ActName, RolePlayGroup } from './acts.ts';

/** A pattern that says no by itself ("we cannot refund"): a negator in front of it is part of it. */
interface ActPatterns {
  readonly said: Partial<Record<ActName, RegExp>>;
  readonly refused: Partial<Record<ActName, RegExp>>;
}

const SERVICE_ZH: ActPatterns = {
  said: {
    greeting: /您好|你好|先生|女士|大哥|大姐|阿姨|欢迎|早上好|下午好|喂/u,
    apology:
      /对不起|抱歉|不好意思|对不住|道(个)?歉|赔(个)?(不是|礼)|歉意|(是|怪)(我|我们|咱们|店里|这边)(的|这边)?.{0,4}(错|不对|问题|疏忽|失误|责任|没(有)?(做|检查|弄|看|洗|处理|送|办)|不周|不好|不到位|不地道|大意|马虎)|我们的(错|疏忽|失误|责任|问题)|怪我们|添麻烦|让(您|你)(久等|失望|受委屈|不愉快|白跑|操心|等)|过意不去|(多)?(包涵|见谅|谅解|原谅)|怠慢|(搞|弄|上|发|送)错了|我的错|疏忽|让(您|你)受累|(我|我们)(这边)?(没|没有)(做|办|弄|处理|安排|检查)(好|到位|周到)/u,
    empathy:
      /理解|(明白|知道|懂|清楚)(您|你)(的)?(心情|感受|意思|现在|肯定|很|急|着急)?|体会|换(做|成|作)?(了)?(是)?(我|谁)|是我(的话)?(我)?也|难怪|消消气|(您|你)?(先|千万)?(别|不要)(生气|着急|急|激动|上火)|(您|你)说(得|的)(对|是|有道理)|确实(是)?(很|太|挺)?(让人|影响|耽误|急|难受|闹心|扫兴|膈应|生气|不好受)|糟心|扫兴|闹心|窝火|膈应|倒胃口|白等|白跑|害(您|你)|(急|等)着(用|要|走|赶|吃|上班|送|穿|办)|耽误(事|工夫|功夫|时间|您|你|了)|谁摊上|换我我也|搁谁|可以理解|谁(遇到|碰到|碰上|遇上|吃到|看到|都会)|等(了)?(这么|那么|好|很)?(久|多天|长时间)|着急(用|等)|(很|挺|肯定|这么)(着)?急|委屈|恶心|影响(您|你|了)|慢慢说|(我)?(懂|能想象|能理解)|将心比心|大老远|跑(这么|那么)?(一|1)?趟|(肯定|一定|心里)(很|特别|挺)?(急|着急|生气|失望|难受|不舒服|不痛快|窝火)|失望|难受|不容易|(谁|都)不(愿意|想)(碰|遇|吃|等)|挺(急|烦|气|麻烦|耽误)|(一天|半天|一上午)(都)?(没|白)/u,
    solution:
      /(换|退|赔|重做|免单|打折|优惠|补偿|抹零|减免)|重新(做|给|上|发|送|炒|寄|配)|补(发|送|寄|给|一份|上)|免费|送(您|你)(一|个|份|张)|(给|帮|替|为)(您|你)(再|重新|马上|先|去|现在|好好)?(做|上|查|处理|解决|安排|送|打包|看|找|问|追|催|联系|核实|弄|跟|反映|倒|拿|端|申请)|(马上|立刻|现在就?|这就|赶紧|先)(去|给|帮|来)?(处理|解决|查|安排|联系|问|撤|端|拿|打(个)?电话|催)|查(一下|一查|查|到|物流|单号|快递|系统|记录)|联系(一下)?(快递|仓库|厨房|配送|骑手|司机|站点|物流)|(我|我们)(来|会|去)?(处理|解决)|派人|撤(下|掉|走)|端(走|回|下)|退(您|你)|(您|你)(自己)?(去|来)(取|拿|自提)|(给|帮)?(您|你)?(送|寄|捎|拿|取)(过去|过来|到|上门|回来)|(头一趟|第一(个|趟|时间)|今天|今晚|明早|明天)(就)?(能|给|可以)(您|你)?(送|拿|取|到)|拿(一)?(份|个|件|瓶)新|另(外)?(给)?(您|你)?(做|上|拿|给|补|配)|调换|更换|(给|帮)?(您|你)?修|打(个)?折|算(我|我们|店里)的|(不收|不要)(您|你)?(的)?(钱|费)|(这单|这道|这个|这份|这顿)(就)?(我|不|免)|(马上|立刻|这就|现在(就)?|尽快).{0,6}(给|帮|送|到|办|弄|查|处理|解决|发|做|换|拿)|加急|催(一下|一催|他们|厨房|师傅)|(去|帮(您|你))(仓库|后厨|厨房|站点|柜台)?(找|看看|拿|取)|自提|改(地址|派|送)|安排(人|车|师傅|骑手|专人)|核实|给(您|你)个(说法|交代|答复)/u,
    choice_or_consent:
      /(您|你)看(可以|行|好|成|怎么|这样|是|要不要|需)|(可以|行|好|成|方便|同意)(吗|不|么)|好不好|行不行|可不可以|成不成|(您|你)(是|想|要|选|希望|愿意|觉得|更|比较)(想|要|换|退|选|怎么|哪|不)?.{0,8}(还是|呢|吗|怎么|哪)|还是(给|帮|重|直接|先)?(您|你)?(换|退|要|再|等)|要么.{1,16}要么|^要么|或者(给|帮|直接|先|重|您|退|换|我)|由(您|你)(选|定)|(您|你)(来)?(选|挑|定)|(两|几|2)(种|个)(办法|方案|选择)|哪(种|个|样)(方便|合适|好|更|方式|都行)|(听|按)(您|你)的|(您|你)(定|决定|拿主意|做主)|(您|你)说(呢|怎么办|怎么处理|了算|吧)|(换|退|重做|补|等)(还是|或者)|怎么(方便|合适|样)?(都)?(行|可以)|方便(吗|不方便)|满意吗|(您|你)(更)?(喜欢|倾向)|任(您|你)(选|挑)/u,
    follow_up:
      /以后|下次|(一会儿?|等会儿?|待会儿?|稍后|回头|随后|之后|到时候?|今晚|明天|今天(之内|内|下班前|晚上|下午)|\d+(个)?(分钟|小时|天)(之)?(内|以内|后|左右)?).{0,10}(给|联系|回|通知|打|再|跟|告诉|送|到|来|问|确认|看|解决|处理|答复)|跟进|盯(着|紧|住)|跟踪|(给|跟)(您|你)(回|打|发)(个|一个|条)?(电话|信|消息|复|短信|微信)|回(复|话|电)|(打|回)(个)?电话(给)?(您|你)|(跟|向|和|给)(厨房|后厨|厨师|仓库|快递|公司|同事).{0,6}(反映|说|讲|提醒|核实|强调)|反(映|馈)|记(下|录|住)|登记|改进|杜绝|注意|核实|(有|要是|如果)(什么)?(消息|问题|情况|结果|进展).{0,10}(告诉|联系|找|通知|打|回)|第一时间|留(个|下|一下)(您|你)?(的)?(电话|联系|号码)|(到|好|有|查)(了|到)?(我)?(就|再|会|马上)(给|通知|打|告诉|联系)|通知(您|你)|给(您|你)(信|消息|答复|结果|交代)|加(个|您|你)?微信|留(个|下)(电话|号码|联系)|随时(联系|找|打|来)|保持联系|(我|我们)(会|再)?(盯|跟)(着|住|到底|进)|(培训|整改|杜绝|避免)|查(清|明)(楚|原因)?|跟(同事|厨房|师傅|站点)说|放(在)?心上|(再|下次|以后)(来|有)/u,
    escalation: /经理|店长|主管|领导|上级|负责人|老板|值班|汇报|上报|请示|站长|总部|售后|领班|组长|客服主管|上面/u,
  },
  refused: {
    blame:
      /(您|你)自己.{1,5}(坏|错|丢|洒|摔|掉|弄|没|忘)(的|了)?|(我们)?(卖|发|送|寄)(出去|出来|的时候).{0,8}(好的|没问题|好好的)|(是|都是|怪|怨|赖)(您|你|快递|厨房|他们|厂家|仓库|物流)(们)?(自己)?(的)?(错|问题|责任|没|弄|搞)|(您|你)自己(弄|没|不|选|点|写|填|搞|放|吃|要)|谁(让|叫)(你|您)|(您|你)怎么(不早|自己|不看|才)|(不关|不干|关|干)(我|我们)(的)?(什么)?事|(又|可|也)?不是(我|我们)(的)?(错|问题|责任|弄|做|送|搞|干|造成)|(您|你)(去)?找(快递|厂家|厨房|物流|别人|他们)|(您|你)(也|太|真)(太)?(挑剔|矫情|麻烦|难伺候|计较|多事)|别人(都|怎么)(没|不)|(您|你)(也)?(没|不)(看|说|检查|写|问|讲)清(楚)?|(没)?怪(我|我们)|关我(们)?(什么|啥)事|(您|你)(当时|早)(怎么|干嘛|干什么)(不|去)|(别|不要)(找|冲)(我|着我)|(您|你)搞错|故意|碰瓷|讹|(都)?(吃|用|穿|拆)(了|过)(还|才|都|一半)/u,
    flat_refusal:
      /(退|换|赔|查|处理|解决|办|管|帮)不了|不(能|可以|给|予|支持|允许|让)(给)?(您|你)?(退|换|赔|查|处理|解决|办|补)|(我|我们|这|那|也|就)(也|是|真|确实)?没(什么)?(办)?法|没办法(退|换|处理|解决|帮|办|了|的|给)|不归我(们)?(管)?|爱(吃|要|买|来|等|咋)[^，]{0,2}不|(随便|随)(您|你)|(您|你)(爱|想|去)(投诉|找谁)|投诉(去|就)?(吧|呗)|(规定|政策)就(是)?这样|就这样(吧|了)?$|(您|你)?自己(看着办|去找|去查|解决|等|想办法)|(您|你|那)?就?等着(吧|呗)?$|我(也)?不(管|清楚)|没(空|时间)(管|理|给)|^(不行|不可能|不退|不换|不赔|没门|没戏)|概不|就这个(价|样)|没(辙|招)|管不着|我(只|就)(是|管)(个|打工|收|送)|要不要|(不要|爱要不要)拉倒|(找|问)(别人|他们|快递|厂家)去|(这|那)(我)?(可)?(没|不)(法|能)管/u,
    over_promise:
      /(保证|绝对|100%|肯定|一定).{0,10}(不会再|再也不|永远|马上(就)?(到|送到)|一(小时|会儿)(就)?(到|送到)|没(有)?(任何|一点)?问题$|今天(就|一定)?(到|能到|送到))|要(什么|多少)(我|我们)?(都|就)?(给|赔)|(十|10|3|三|5|五)倍|想怎么.{0,4}都(行|可以|成)|什么(条件|要求)都(行|可以|答应|满足)|全(都|部)?免费|(以后|下次)(都)?(绝不|再不|不可能)(会)?(有|再|这样|发生)|包(您|你)(满意)?|打包票|放一百个心|说(什么|多少)(就)?是(什么|多少)|肯定(能|会)(今天|马上|一小时|准时).{0,4}(到|送到|解决)/u,
  },
};

const SERVICE_EN: ActPatterns = {
  said: {
    greeting: /\b(hello|hi|good (morning|afternoon|evening)|welcome|hey there|sir|ma'am|madam|miss)\b/u,
    apology:
      /\b(sorry|apologi[sz]e[sd]?|apologi[sz]ing|apolog(y|ies)|my bad|our (fault|mistake|error)|my (fault|mistake)|we messed up|i messed up|(that's|it's|this is|that one's) on (us|me)|forgive|excuse us|regret|let you down|dropped the ball|(got|did) (it|this|that) wrong|(we|i) (screwed|slipped|blew)|no excuse|should(n't| not|nt) have (happened|snapped|said|yelled|been|spoken|shouted)|i feel (terrible|awful|bad)|pardon|our bad|not good enough|(that's|this is) not (ok|okay|right|acceptable|how we)|mistake on our|we let)\b/u,
    empathy:
      /\b(i (can |totally |completely |really |fully )?(understand|get (it|that|why)|see (why|how)|hear you|know (how|that|this|it|you))|can imagine|i('d| would) (be|feel) (upset|angry|mad|frustrated|annoyed|the same)|(that|it|this)('s| is| must be| must have been| sounds)( really| so| very| pretty| super)? (frustrating|annoying|upsetting|disappointing|awful|terrible|gross|horrible|stressful|bad|unacceptable|not ok|not okay|not right|hard|tough)|you('re| are) (right|upset|angry|frustrated)|i('d| would) be too|no one (wants|likes)|nobody (wants|likes)|thank(s| you) for (telling|letting|your patience|waiting|being patient|bringing|understanding)|makes sense|(been |have been |you've been )?waiting (so |this |that )?long|you need it|you were counting on|important to you|ruined|frustrated|(that|it) (must|has to) (be|have been)|(no|not) fun|don't blame you|no wonder|of course you('re| are)|anyone would|(that's|it's|sounds) (so |really |pretty |a )?(rough|maddening|pain|rotten|rubbish|horrible|shame|awful)|you (needed|wanted|came all|drove|waited|took)|all the way|whole day|your (birthday|day off|trip|time)|understandabl[ey]|coming from|poor (you|thing)|for nothing|fed up)\b/u,
    solution:
      /\b(refund(ed|ing|s)?|replac(e|ed|ing|ement)|exchang(e|ed|ing)|re-?send|send (you )?(a |an )?(new|another)|a (new|fresh) one|another one|on the house|for free|free of charge|discount|voucher|coupon|gift card|credit|money back|take it (off|back|away)|off (the|your) bill|re-?make|(make|cook|bring|get|give) (you )?(a |an )?(new|another|fresh|different)|make it right|fix (it|this|that)|sort (it|this|that)|take care of (it|this|that)|look (into|it up|this up|up)|track (it|your|the|this|down)|here's your .{0,40} back|here's your (money|cash)|(money|cash|\d\w*|it) back|pay you back|(pick|picking) it up|bring it (to|round|over|by|out)|deliver(ed)?( it)?|drop it (off|by|round)|send(ing)? it (out|over|again)|collect it|i'm (checking|looking|calling|getting|sending|bringing|tracking|ringing|on it)|look(ing)? (it|this|that|your \w+) up|right away|(let me|i('ll| will| can|'m going to)|we('ll| will| can)) (\w+ )?(check|call|find|see what|get|bring|track|look|handle|solve|help|fix|sort|reach out|contact|trace|swap|remake|ship|deliver|arrange|take)|compensat(e|ion)|swap|(i'(ll|m going to|m gonna)|let me|i can) (\w+ )?(get|grab|fetch|bring|make|swap|put|take|send|order|print|cook|pack|redo|sort|chase|have) (you|it|that|this|a|an|another|your|one|them)\b|here's (a|another)|new one|fresh (one|plate|cup|batch)|(no|won't) charge|on (me|us)|half (off|price)|knock .{0,12} off|first thing|rush|expedite|chase (it|them|this)|get (it|this|one) to you|it('ll| will) be (there|here|with you|at)|have (it|one) (sent|brought|delivered|made))\b/u,
    choice_or_consent:
      /\b(would you (like|prefer|rather|want)|do you (want|prefer)|if (you('d)? (like|prefer|want)|that('s| is| works)|it's)|is that (ok|okay|alright|all right|fine|good)|(does|would|will) that (work|help|be)|sound(s)? (good|ok|okay|fair)|which (would|do) you|or (would|a|i can|we can|you can|if you|do you|another|get|have|i could|we could)|up to you|your (choice|call)|whatever you (prefer|like)|either|suits|whichever|or (we|i|you)('ll| can| could|'d)? (bring|send|pick|wait|take|get|have|give|swap|collect|refund)|you could .{1,30} or|what (would|can) (you|i do) (like|prefer|want|to make)|okay with you|ok with you|how does that|your pick|you (choose|decide|pick)|(what|which)( one)? (is|works|suits|would|do you|can)( \w+)? (best|better|easier|like|want|prefer|rather)|happy with (that|it)|would that|shall i|should i (get|bring|send|make|do|put)|want me to|or shall)\b/u,
    follow_up:
      /\b(follow up|call you( back)?|ring you|get (right )?back to you|come (right |straight )?back (to|and)|be right back|let you know|update you|keep you (posted|updated|informed)|check (back|in) (with|on)|come back (to|and)|within|by (tomorrow|tonight|the end|noon|\d+)|(in|next) (\d+|a few|a couple) (minutes|hours|days)|next time|from now on|make sure (it|this|that|you|he|she|they|we|everything)|won't happen again|talk to the (kitchen|chef|driver|cook|team|courier|staff)|speak (to|with) the (kitchen|chef|driver|cook|team|courier|staff)|tell the (kitchen|chef|cook|driver)|write (it|this) (down|up)|report (it|this)|text you|email you|personally|tomorrow|later today|as soon as|(tell|inform|notify) you (when|once|as)|i'(ll|m going to) (\w+ )?(text|email|make a note|note|write|report|pass|tell (the|my|them)|speak|talk|keep|be back|follow|find out)|pass (it|this|that) on|keep an eye on|hear (back )?from (me|us)|in touch|by the end of|(this|later this) (afternoon|evening|morning)|in (a|an|five|ten|\d+) (minute|hour|day|moment|sec)|look into (how|why|what)|doesn't happen|give me your (number|phone)|take your number|when it (gets|comes|arrives|is))\b/u,
    escalation:
      /\b(manager|supervisor|boss|my lead|team lead|escalate|head office|in charge|shift lead|someone (senior|higher|above)|duty manager|the lead)\b/u,
  },
  refused: {
    blame:
      /\b((it's|it is|that's|that is|this is|was|it was) (your|the (driver|courier|kitchen|cook|chef|post|carrier|warehouse|company|customer)('s)?|their|his|her) (own )?(fault|problem|mistake|issue)|you (should|must) (have|of)|why did(n't| not) you|(it's|is|that's|was|it was) ?(not|n't) (my|our) (fault|problem|job|mistake|issue|responsibility)|isn't (my|our) (fault|problem|job)|wasn't (my|our) (fault|problem|job|mistake)|not (my|our) (fault|problem|department)|nothing to do with (me|us)|you (ordered|wrote|typed|gave|chose|picked|put) (it|the|that)( \w+)? wrong|blame (the|it|them|him|her)|(go )?(ask|call|talk to|complain to) (the )?(courier|driver|post office|carrier|kitchen|them|someone else)|you must have (dropped|broken|done|put|left|used|ordered)|you('re| are) (lying|being (rude|difficult|dramatic|picky)|overreacting|just trying)|you (dropped|broke|got it wrong|should've|must've|shouldn't)|(talk|take it up|speak) (to|with) the (driver|courier|post|company|manufacturer)|that's (on you|your (fault|problem|doing|lookout))|not (my|our) doing|only work here|just work here|don't look at me|nobody else|no one else)\b/u,
    flat_refusal:
      /\b((can't|cannot|can not|won't|will not|do(n't| not)|not able to|unable to) (\w+ ){0,1}(give|do|help|refund|exchange|replace|return|take|accept|offer|fix|change|check|make) (you|that|it|this|things|stuff|anything|refunds|returns|exchanges|any|a|back|items|money)|nothing (i|we) can do|nothing to be done|not (going to|gonna) (happen|refund|help|do)|no refunds?|no returns?|too bad|deal with it|take it or leave it|that's (just )?(how it is|our policy|the policy|the way it is)|just (wait|eat it)|you('ll)? (just )?(have to|need to|gotta) (just )?wait|not my (job|problem)|(i )?do(n't| not) care|go ahead and complain|complain all you want|leave me alone|calm down or|no (can do|way|chance|exceptions)|can't be done|not possible|it is what it is|(those are|that's|it's) the (rules?|policy)|can't help|tough( luck)?|just have to|(try|go) somewhere else|(bad|hard) luck|nothing (we|i) (can|could)|(don't|do not) take (things|it|them|stuff|food|goods|any)|(not|isn't) my (department|area)|take it or)\b/u,
    over_promise:
      /\b(i (promise|guarantee|swear) .{0,40}(never|always|today|right now|tonight|an hour|everything|perfect|100)|never (ever )?happen again|definitely (be there|arrive|get there) (today|tonight|in an hour|in \d+)|whatever you want|anything you want|everything (is|will be) free|free (food )?for (life|a year|ever)|hundred percent guaranteed|double your money|ten times|you can have (anything|whatever)|as many as you (want|like)|everything('s| is) (on us|free)|(promise|swear|guarantee).{0,30}(today|tonight|hour|never|always|happen)|one hundred percent|never again)\b/u,
  },
};

const SAFETY_ZH: ActPatterns = {
  said: {
    greeting: /喂|你好|您好|(班长|组长|师傅|大家)好|早上好/u,
    apology: /对不起|抱歉|不好意思|对不住|是我(的)?(错|不对|没)|怪我|道(个)?歉|语气(重|冲|不好)/u,
    solution:
      /急停|(?<!(突然|忽然|自己|自动|一下子?|莫名其妙)(就|又|给|地)?)停(机|下|掉|着|住|工|线|手|一下|一停)|(红|停止?)(色)?(的)?(按)?(按钮|钮|键).{0,3}(按|拍|摁)|(我(把)?.{0,6}|把.{1,8}|先|马上|赶紧|立刻|立马|给)停了|按(了|下|住)?(一下)?(急停|停止|红)|关(掉|了|机|电|闸|停|上)|断(电|开|掉|了电)|拉(了|下)?(闸|电)|切(断|掉|了)?电|拔(掉|了|下)?(电|插)|(不能|不要|不可以|不敢|不许|不会|不得|不准|别|没敢?|千万别|绝对不)(再|急着|着急|先|随便|硬|强行|乱|能|去|马上|就|这么|这样|给|把|让)?(开|启动|重启|碰|动|伸手|拆|跳过|省|绕|干|摘|冒|拿手|用手|掏|继续|过去|靠近|弄|图快|冒险)|先(停|关|别|断|等|把(机器|电|护罩|它))|挂(上|了|个)?(牌|警示|锁)|上锁|围(起|上|住)|隔离|拦(住|着|起)|警示|(守|看|站)(着|在|住).{0,8}(不让|别让|机器|旁|边)|不让(别)?人|(离|躲)(开|远)|撤(离|开)|疏散|(戴|穿|装|盖|放|安)(上|好|回|着)|(按|照)(着|照)?(规定|规程|规矩|流程|步骤|标准|要求|程序)|等.{0,12}(来|到|修|检查|看|确认|弄好)|安全(第一|最|要紧|更|重要)|(手动|别的|其他|另外).{0,8}(干|做|线|台|机|活|工位)|(换|走|用)(个|一|安全|正规|别的|工具|钩子).{0,8}|灭火器|通风|用(工具|钩|夹|钳)|检查|(我)?(没|不)让(人|他|谁)|停(好|稳)|关(好|稳|了)|(用|拿)(个)?(钩|刷|工具|钳|棍)|(先)?别(拆|摘|拿|用手|掏|伸|走|跨|翻|踩|爬|省|赶)|(走|绕)(安全|旁边|人行|正|过去|远)|(护罩|罩子|护栏|盖子).{0,4}(装|盖|放|关|留|别)|系(上|好)|站(远|开)|退(后|开)|让开|(隔|围|拦)开|看(着|住)(机器|现场|不让)|贴(个|张)?(条|标|牌|告示)|一步(一步)?都?(不能|不)(少|省)|(不能|不可以|不行)(就)?(这么|这样|开|干|省|拆|摘|用|碰)|^(不行|不能|不可以)|电.{0,4}断(着|了)/u,
    escalation:
      /(叫|找|喊|通知|联系|告诉|报告|报给|汇报|请|打(个)?电话|打给|跟|让|呼叫|问|等).{0,8}(班长|组长|线长|主管|维修|电工|机修|师傅|安全员|工程师|领导|设备|技术|修机|专业|车间)|报(了)?修|上报|汇报|报告|(维修|电工|机修|设备)(的|工|部|科|师傅|人员|那边)?.{0,6}(来|到|看|过来|修|处理)|叫人|喊人|值班|电气|修理(工|的)|保全|调度|厂长|主任|安全部|(找|叫|喊|请)(个)?(人|懂的|会的)|120|救护/u,
    empathy:
      /(知道|明白|理解|清楚|晓得|懂)(你|您|大家|现在|今天|咱|都|这)?.{0,8}(急|赶|忙|压力|累|紧|着急|心情|难|想快|为了|不容易|交货|产量|意思|麻烦)|理解|我也(急|着急|想(早|快|赶|完)|知道|怕|不想)|(急|赶|忙|紧|着急)[^，,]{0,6}(也不能|但|可是|不过|归)|为(了)?(你|您|大家|你们|咱)(的)?(好|安全|着想)|(怕|担心|万一|伤着|免得).{0,8}(受伤|伤|出事|危险|手|烫|断|夹|起火|着火)|辛苦|(你|您)?(先)?别(着)?急|不是(不想|故意|针对|为难)|(谁|都|我)(也)?(不)?想(早|快)?(点)?(干完|下班|交货|回家)|(任务|产量|数|活儿?|单子)(也)?(紧|重|多|差)|着急|催(得)?(紧|急)|(累|辛苦|忙)(了|坏|一天|得)|(是)?想(快|省|赶)|(家里|孩子|老婆|爸妈).{0,8}(等|盼)|(伤|手|命|人)(了|没了|比|要紧|重要|最重要)|不值(得|当)|划不来|心疼|后悔|一辈子/u,
    choice_or_consent:
      /(行|可以|好|成|同意)(吗|不|么)|好不好|行不行|可不可以|成不成|(你|您)(看|觉得).{0,8}(行|好|可以|怎么|成|吗|要不)|要不(要|咱|我|先|这样|你)|^(你|您)看|(你|您)(同意|觉得|说)(呢|行|好|怎么样|吗)|我(来|帮|陪|跟)(你|您)(一起|一块)?.{0,6}(吗|好|行|吧$)|(你|您)(说|觉|看)(呢|行|好|怎么|可)|成不|同意(吗|不)/u,
    follow_up:
      /(修好|检查完|检查好|好了|确认|处理完|没(有)?问题|安全|弄好|排除|修完|查清|装好)(了|以后|之后|后|再|才|没问题)|(再|才|然后再)(开|启动|干|做|生产|继续|试|复工|动)|以后|下次|(之后|然后|接着|回头|待会|等会|一会儿?|等下|稍后).{0,12}(我|再|把|给|跟|去|补|看|说)|加班|(补|追|赶)(上|回|一补|产量|出来|进度)|抢(回|时间)|登记|记(录|下|住|在)|写(下|在|个|明)|交接|随时(汇报|告诉|联系|跟|说|讲)|(再|马上|回头|一会儿?|等会儿?)(跟|给|向|来|回来)?(找|跟)?(你|您)?(讲|说|汇报|回话|回复|回电)|回来(找|跟|告诉)(你|您)|清楚(了)?再|(每|过|隔).{0,4}分钟|(你|您)(来|到|过来)(了|以后|之后|的时候|再|我)|(你|您)(来|到)了|(有|一有)(情况|消息|变化|进展|结果).{0,8}(告诉|说|汇报|联系|报)|十分钟|10分钟|明天|下班前|开会|班前会|跟大家|再(跟|找|去)(你|您|班长|他|维修)|晚点|完(了|事)(我)?(再|就|帮)|(后面|回头|晚上|之后)(补|赶|追)|差的.{0,6}(补|赶)|(这|那)(十|10)(来)?分钟/u,
  },
  refused: {
    blame:
      /(又|可|也)?不是我(弄|的(错|问题|责任|事)|搞|干|造成|动)|不(关|干)我(的)?事|(都)?(怪|怨|赖)(你|他|机器?|维修|上个?班|夜班|设备|他们|公司)|(是|都是)(你|他|他们|上个?班|夜班|维修)(们)?(自己)?(没|弄|搞|的(错|问题|责任))|(肯定|都)?是(你|他|他们|维修|夜班|上个?班)(们)?(搞|弄|没|留|动)/u,
    flat_refusal:
      /不归我(管)?|不(是)?我的(事|活)|我(才)?不(管|干了|想管)|(关我什么|管他|管它|随便(你|您|他|吧)?$)|爱(开|怎|咋)[^，]{0,2}(不|样)|(你|您)?自己(看着办|来开|去弄|想办法|负责)|懒得|无所谓|跟我(没|无)(有)?关|我(又)?不(懂|会)(修|弄)?.{0,4}(别|不要)(找|问)我|(别|不要)(找|问)我|不(关|干)我(什么)?事/u,
    over_promise: /$^/u,
  },
};

/** Giving in to a shortcut is said yes to, and "no, we do not start it up" must not count as one. */
const SAFETY_ZH_GIVES_IN =
  /^(哎|嗯|那|喂|班长|组长)?(行|好|可以|没事|没问题|那|好的|好吧|收到)(就|吧|的|啊|嘞)?[，,]?.{0,4}(我)?(先|就|马上|试着|再|赶紧|现在)(把(它|机器))?(开|启动|接着干|继续(干|开|做|生产)|跳过|省|摘|重启)|边(干|开|做)边看|先(开|干|启动)(起来|着|再说|试试)|(开|干)(起来|着)(再说|看看|试试)|应该(也)?没(什么)?(事|问题|关系)|出不了(什么)?事|凑合|将就|就?(一|这)(次|回|下).{0,6}没(事|关系|问题)|不会(有|出)(什么)?事|(我)?(赶快|赶紧|马上|这就)(开|启动)(起来|机|它)?|听你的.{0,4}(开|干)|(那|就)(不|别)戴|省(一|这)步|(今天|今晚|下班(之)?前|天黑前).{0,6}(保证|肯定|一定|绝对).{0,6}(赶|做|干|装|追|补|交|出|完成).{0,3}(完|出来|上|齐|够|货|满)|(保证|打包票|包你|拍胸脯)(?=.{0,14}(今天|今晚|下班前|\d|全部)).{0,14}(赶|做|干|装|追|补|交|出|完成).{0,3}(完|出来|上|齐|够|货|满)/u;

const SAFETY_EN: ActPatterns = {
  said: {
    greeting: /\b(hello|hi|good (morning|afternoon|evening))\b/u,
    apology:
      /\b(sorry|apologi[sz]e|apolog(y|ies)|my (bad|fault|mistake)|should(n't| not|nt) have (snapped|said|yelled|spoken|shouted))\b/u,
    solution:
      /\b(emergency (stop|button|switch)|e-?stop|(shut|shutting|turn(ed|ing)?|switch(ed|ing)?|power(ed|ing)?|cut(ting)?|kill(ed|ing)?|lock(ed|ing)?|pull(ed|ing)?) .{0,20}(off|down|out|power|electricity|plug)|unplug(ged|ging)?|(hit|press|pressed|push|pushed|pressing|hitting) .{0,12}(stop|button|red)|((^|i|i've|i have|we|we've|let's|please|to|gotta|should|must|then) stop(ped)?|stop(ped)? (the|it|this|a second|right there|everything)|^stop working)|(^stop|stays? (off|stopped|down)|(power|switch|plug|it)('s| is| has been) (off|out|unplugged|switched off)|leave (that|the|your) guard|keep(ing)? it (off|stopped|down)|leave it (off|alone|stopped)|left it (off|alone))|lock ?out|tag(ged)? ?out|lockout|tagout|tag it|(put|hang|place|set) .{0,12}(sign|tag|cone|cones|tape|barrier)|keep (everyone|everybody|people|others|them|all|your hands?|hands?|my hands?|the area|them all) ?(\w+ )?(away|back|clear|out|off)|(nobody|no one)('s| is|'ll| will| should)? (touch|go|near|start)\w*|stay(ing)? (away|back|clear)|(do not|don't|can't|cannot|can not|won't|will not|not going to|not gonna|shouldn't|should not|must not|never|no one|nobody|not) (we |i |you |just |be |to |even |safe to |safely )?(start(ing)?|restart(ing)?|run(ning)?|touch(ing|es)?|reach(ing)?|skip(ping)?|risk(ing)?|turn(ing)? it|open(ing)?|remov(e|ing)|bypass(ing)?|take|taking|go|use|using|do (it|that)|put|keep going|mess|work)|safety (first|comes|is|rules?|before|matters|over)|(it's|it is|that's|that is|isn't|not) (not )?(safe|worth it|dangerous|unsafe)|too dangerous|wait (for|until|till)|guard (on|back|in|up|down)|(put|wear|get|grab|use) .{0,14}(guard|gloves|goggles|glasses|helmet|harness|ppe|tool|hook|brush)|the (safe|proper|correct) way|by the (book|rules)|follow the (rules|procedure|steps|process|instructions)|(move|switch|work on|help|other|another|manual|manually) .{0,20}(line|machine|station|job|work|task|hand)|fire extinguisher|(leave|keep|put) (that|the|your|it|this) (guard|cover|lid|off|on|back|gloves|goggles|stopped)|hands? (off|out|away)|(it|power|machine|belt|line)('s| is)( \w+)? (off|down|stopped|isolated|locked|unplugged)|(roped|taped|coned|fenced|blocked|closed) (it )?off|(not|isn't|ain't) (starting|running|touching|going|safe|doing|happening)|won't (be )?(start|touch|let|run|do)\w*|let it cool|(use|get|grab|fetch) (a|the) (tool|hook|stick|brush|trolley|ladder|pole))\b/u,
    escalation:
      /\b((call(ed|ing)?|tell|told|get|got|ask(ed)?|radio(ed)?|notify|notified|report(ed|ing)?|inform(ed)?|contact(ed)?|let|page|fetch|grab|find|talk(ed)? to|speak (to|with)|need|wait for|send) .{0,20}(maintenance|supervisor|lead|leader|manager|boss|electrician|technician|mechanic|engineer|safety|foreman|somebody|someone|team leader|tech|you)|maintenance|report(ed)? (it|this|that)|work order|electrician|technician|mechanic|someone (who|qualified|from)|somebody (who|from)|the (office|safety|shift|line|team) (lead|officer|manager|rep|leader)|get (a|the) (fitter|engineer|guy)|ambulance|first aid(er)?|hse)\b/u,
    empathy:
      /\b(i (know|understand|get|hear|realize|realise|see) (that |it |you|we|this|the|how|what|why|your|there)|i (want|wish) .{0,20}(too|as well)|(know|understand) .{0,30}(behind|busy|hurry|rush|pressure|tired|deadline|target|quota|late|hard|stressful|short|owe|pieces|faster)|we('re| are) (all )?(behind|busy|in a hurry|under pressure|tired)|in a (hurry|rush)|don't want (you|anyone|anybody|someone|somebody|us|me|to see) .{0,16}(hurt|injured|burned|lose|in trouble|get)|get hurt|(lose|losing) (a |your )?(finger|fingers|hand|arm|eye)|hurt yourself|not worth (it|a|your|losing)|for your (own )?(safety|good)|no offense|i appreciate|care about|look(ing)? out for you|sorry|i get it|we all (want|are)|nobody (likes|wants)|you('ve| have) been|(long|rough|hard|busy) (day|shift|night|week)|(your|his|her) (kids|family|wife|husband)|worth (it|more)|rather be late|sooner be late|want you (to|home|going)|want to get (home|done|finished))\b/u,
    choice_or_consent:
      /\b(is that (ok|okay|alright|all right|fine)|(ok|okay|alright|all right|fine) with (you|that)|how about|what about|why don't (we|you|i)|do you want (me|to)|would you (like|rather|prefer)|what do you (think|say)|if you (want|like|agree)|sound(s)? (good|ok|okay|fair)|does that work|shall we|you (ok|okay|alright|happy) with)\b/u,
    follow_up:
      /\b((once|after|when|until|as soon as|before) (it|it's|the|they|you|we|maintenance|someone|he|she|that|everything|i)|then (we|i|you) (can|could|will|'ll)|afterwards|make up (for|the|it)|catch up|overtime|stay (late|longer)|write (it|this|that) (down|up)|log(ged)? (it|this|book)|note (it|down)|report|hand ?over|keep you (posted|updated)|let you know|call you (back|when|if)|(come|get) (right |straight )?back to you|be right back|find out and|update you|every (\d+|few|couple) minutes|next time|from now on|meanwhile|in the meantime|later|until you get here|when you get here|ten minutes|10 minutes|next shift|i'll (\w+ )?(stay|stand|wait|watch|make sure|sweep|clean|count|tidy|write)|end of (the )?shift|next (batch|run)|we'll (catch|make|get|finish|still)|(after|once) (that|it's|it is|they|he|she|we)|start (it )?(up )?(again )?(when|once|after|until)|sign(ed)? off|all clear|go-ahead)\b/u,
  },
  refused: {
    blame:
      /\b((it|this|that)('s| is| was) (your|his|her|their|maintenance's|the (night|last|other) shift's) (own )?(fault|problem|mistake)|(it's|is|that's|was|it was|wasn't|isn't) ?(not |n't )?(my|me)( fault| problem|$)|not my (fault|problem)|i didn't do (anything|it|nothing)|blame (the|him|her|them|maintenance|night)|somebody else (broke|did)|(he|she|they|night shift|maintenance) (broke|messed|screwed)|(he|she|they|you|maintenance|night shift|somebody) (must have|should have|should've|did it|never|left it|didn't))\b/u,
    flat_refusal:
      /\b(not my (job|problem|business)|none of my business|(i )?do(n't| not) care|whatever( man)?$|do whatever|do what you want|figure it out yourself|your problem|leave me alone|i('m| am) (done|leaving|going home|out)|not getting involved|ask someone else|don't (ask|look at) me|above my pay)\b/u,
    over_promise: /$^/u,
  },
};

const SAFETY_EN_GIVES_IN =
  /\b((ok|okay|sure|yeah|yes|fine|alright|all right|no problem|you got it|you're the boss)[ ,.]{1,3}(\w+ ){0,4}(start|restart|run|turn it (back )?on|fire it (back )?up|keep (it )?(going|running)|skip|bypass|do it your way|take (it|the guard) off|go ahead)|(i'll|i will|let me|let's|we can|we could|i can) (just |try to |try and |go ahead and )?(start|restart|run|turn) (it|the machine|her)( \w+)? ?(up|again|back on|and (see|watch))?|keep an eye on it( while it runs)?|(it|should|it'll|that) (should |will |'ll )?(probably )?be (fine|ok|okay)|(just )?(this|that) (once|one time)|nothing (will|'s going to|is going to|ever) happen(s|ed)?|no one will (know|notice|see)|everybody (does|skips) it|it's (not a big deal|no big deal)|skip (it|the|that)|(i|we|you)('ll| will| can| do)? (promise|guarantee|swear)\b.{0,16}\b(finish|make|get|do|have|be done|hit|reach)\b.{0,24}(\d+|today|tonight|on time|the (target|quota)|before (the )?(shift|end)))\b/u;

/** A question about what happened or is needed, by its grammar: question words, or a question mark. */
const QUESTION = {
  'zh-CN': {
    word: /什么|啥|哪(?!怕|能|敢)|怎么(?!都|也|样都)|为何|吗|有没有|是不是|(\p{Script=Han})不\1|多少|几(个|点|号|次|天|件|份|位)|谁/u,
    request:
      /(报|告诉|说|讲|发|给我看|让我看|描述).{0,8}(单号|订单|电话|地址|小票|名字|照片|情况|经过|怎么回事|什么)|(单号|订单号?|电话|地址|小票|名字|手机号|照片).{0,8}(报|告诉|说|给我|发|看)|请问|麻烦(您|你)?(说|讲|描述|告诉)/u,
    /** Asked of nobody, or no question at all. */
    rhetorical:
      /(不|没)(知道|晓得|清楚|管|是)?.{0,4}(什么|怎么|啥|谁|哪)|(什么|怎么|谁|啥|哪).{0,8}(都|也)|(问|查|看|搞|弄|查到).{0,4}(清楚|明白|哪)|(看看?|问问?)能不能|怎么(能|会|可能|敢)|凭什么|没什么|有什么(事|问题|情况|消息)|什么的|关.{0,3}什么事|要是|如果/u,
  },
  en: {
    word: /^((and|so|well|ok|okay|hey|hi|hello|sorry|now|first|boss|sir|ma'am|\w+),? )?(what|which|when|where|who|how|why|did|do you|does|is (it|there|that|this|anyone|anybody)|are (you|there)|was|were|have you|has|(can|could) you (tell|show|describe|give|send|remember)|may i (see|have|ask)|(can|could) i (see|have|get|ask))\b/u,
    request:
      /\b(tell me (what|when|where|how|which|more|about)|(let me|can i|could i|may i) (see|ask)|do you have (the|your)|your (name|number|address|receipt|order number))\b/u,
    rhetorical:
      /\b(when (it|the|you|i|we|they|he|she|that|this)|what (i|we)('ll| will| can|'m| am)|how about|what about|which is|who is|where (it|the|is it)|why don't|why not|how (bad|sorry|important))\b/u,
  },
} as const;

/** What is said in a conversation, by group of scenarios and language. Part of the hashed configuration. */
export const ACT_LEXICON = {
  patterns: {
    service: { 'zh-CN': SERVICE_ZH, en: SERVICE_EN },
    safety: {
      'zh-CN': { said: { ...SAFETY_ZH.said, over_promise: SAFETY_ZH_GIVES_IN }, refused: SAFETY_ZH.refused },
      en: { said: { ...SAFETY_EN.said, over_promise: SAFETY_EN_GIVES_IN }, refused: SAFETY_EN.refused },
    },
  } satisfies Record<RolePlayGroup, Record<'zh-CN' | 'en', ActPatterns>>,
  question: QUESTION,
  /** Weights of §1.6. With a machine or a shortcut an apology is a small thing: most of
   * its share goes to safety and to the right person. */
  weights: {
    service: {
      greeting: 0.05,
      apology: 0.2,
      empathy: 0.15,
      clarifying_question: 0.1,
      solution: 0.25,
      choice_or_consent: 0.1,
      follow_up: 0.1,
      escalation: 0.05,
    },
    safety: {
      greeting: 0.05,
      apology: 0.05,
      empathy: 0.15,
      clarifying_question: 0.1,
      solution: 0.3,
      choice_or_consent: 0.1,
      follow_up: 0.1,
      escalation: 0.15,
    },
  },
  negative: { blame: -0.2, flat_refusal: -0.2, over_promise: -0.2 },
  caps: { noSolution: 0.45, noWarmth: 0.6 },
  /** Fewer positive acts and nothing against: the words were not understood. */
  minActs: 3,
} as const;
