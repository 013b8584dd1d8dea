-1 | amore available buffet bugis cine crazy digits1 e go got great in jurong la n only point there until wat world
-1 | joking lar ok oni u wif
1 | a apply c comp cup digits1 digits11 digits2 digits4 digits5 entry fa final free in may over question rate receive s st std t text tkts to txt win wkly
-1 | already c dun early hor say so then u
1 | ! ? and back been chgs d darling digits1 digits2 for freemsg fun hey i it like no now ok rcv s send some std still tb there to up week word xxx you £
-1 | aids brother even is like me my not patent speak they to treat with
-1 | all as been callers callertune copy digits1 for friends has melle minnaminunginte nurungu oru per press request set to vettam your
1 | ! a as been call claim code customer digits11 digits2 digits3 have hours kl network only prize receivea reward selected to valid valued winner you £
-1 | ? about and anymore be cried don enough gonna home i k m soon stuff t talk this to today tonight ve want
1 | ! and apply cash chances cost csh day days digits1 digits2 digits3 digits5 from hl info p pounds reply send six to tsandcs txt win
1 | ! a c claim dbuk digits1 digits2 digits3 digits4 digits5 free have in jackpot lccltd ldnw membership net no our pobox prize rw t the to txt urgent week won word www you £
-1 | a all and at been blessing breather for fulfil granted have help i my promise right searching take thank the this times to ve will wonderful wont words you your
1 | ? click com credit here http in link message n next or qjkgighjjgcbl the to txt use wap xxxmobilemovieclub your
-1 | here i k m oh watching
-1 | did digits1 eh he his how i make name naughty remember spell u until v wet yes
-1 | b feel fine gota if its s that the u way
-1 | ? his how is name seriously spell that you
-1 | digits1 for going ha i joking m months only to try
-1 | comin da first is lar pay so stock then when
-1 | ? aft already ard digits1 down finish go i lor lunch my smth str then u ur
-1 | a down eat forced getting he hungry i is just knows lol m mark myself not pizza really sick slice sucks this tho to turn when worried
-1 | always convincing lol so your
-1 | ? a an are bus catch did dinner do eating egg feel frying left love make mom my over s tea the you your
-1 | amp back car i if know let ll m now packing re room s the there we you
-1 | about all being clear doesn live me not or s sarcastic still sure t that to us wait want were why with x you
-1 | ! ? actin and apologetic at badly but caught cheers child digits1 doing fallen go got had he in like n not out she spoilt t that there till too up v was we won yeah you
-1 | about anything k me tell you
-1 | ? a all cuppa did fainting fear for have housework just of quick that the with you
-1 | again am at but digits1 go going her home i is learn lesson look may msg nd ok on the then timings to too xuhui yup
-1 | done i know let ll my oops roommate s when you
-1 | b car i letter my on see the
-1 | anything decide lor u
-1 | a abiola ahead be do go great have i just pls sure to wanted watts weekend with
-1 | ? all arabian but crave did forget i love mmmmmm most my need of steed sweet tell to want you yummy
1 | a burns call camcorder delivery digits11 for free mobile msg nokia now our please re reply rodger sms to tomorrow tried we you your
-1 | ? are seeing who you
-1 | calls messages missed no
-1 | b didn get hep immunisation in nigeria t you
-1 | ? anything enough fair going on
-1 | a around ask bit can could do hopefully i if it maybe t tyler yeah
-1 | about class first in me saw thinked time what you
-1 | a almost and eighth for gets gram gt half is like lt runs second smarter though usually whole you
-1 | a at but crashing early fyi has he k morning our place ride s tomorrow tonight x
-1 | about accomodations always and best by cave could didn doing don embarassed embarassing give happy have i it liked m more never offered realized room seemed since so sorry t that the thought to was were wow you your
-1 | ? did do find gt know lt mallika now out sherawat url what yesterday you
1 | ! all bx c call cinema congrats digits1 digits11 digits3 dont etc for free ip is matrix miss now out pass pm special starwars suprman v we year yours
-1 | call i in later ll meeting sorry
-1 | reached tell where you
-1 | $ a burger can digits1 even for gonna have home i is killing me move on pain pick t to up way your yourself
-1 | are girls good ha joke seekers situation
-1 | a checking iq its of part
-1 | ? by come forever i if it my now ok roommates sorry took
1 | a advise am are as awarded bonus call customer digits11 digits4 following i mob no of pleased prize recent review that to valued with you your £
-1 | ? all but day dedicate dedicated first for frnds is me rply send song this to today u ur valuable which will
1 | a aco aj awarded claim complimentary digits1 digits2 digits4 digits5 dis entry eurodisinc ls morefrmmob or shracomorsglsuplt to trav trip txt ur urgent £
1 | ! ? about all barbie comes did divorce hear it ken new of s stuff the with you
-1 | can hee lucky man money save then wah
-1 | are class finished where you
-1 | ? at babe do hi home im now something wanna xx
-1 | ? are did how k performed where you
-1 | am call free i machan me once waiting you
-1 | a am and cool dignity gentleman i respect thats treat will with you
-1 | am but i like much pa peoples shy very you
-1 | after does gt lt not operate or what
-1 | call i later ll sorry
-1 | ? ah call did just k me now you
-1 | am hi home i ok on the to way
-1 | be in man of place that the will you
-1 | call don have i if later me network sms t urgnt you
-1 | ? all already and digits1 done for getting i jacket m more multis my need on one only real tickets u used when yo
-1 | all at back bed but came cash coins double factory gotta i in it m make my nitros pain requests send so started the to too yes
-1 | babe i it m not really still to tonight up
-1 | ! catch close do don ll something stand t tho to yeah you
-1 | ? a afternoon all and another any be casualty digits2 done haven i if in includes is it late means meet moro my night of ok pain sheets sorry spent stuff t that time to we y
-1 | ! becoz digits1 hurts in like loves pain pleasure pours rain see smile smiling someone still sum to trouble u when
1 | ! a am as between call cash customer digits1 digits2 digits3 digits4 guaranteed have on or our please pm prize representative service won you £
1 | and be box britney collected digits2 digits3 digits4 digits5 fml free get h is mix mk password po ppw ringtone simply text the to usher verify waiting your
-1 | ? abt movie telugu u wat watching
-1 | finish have i loads loans of pay see to we when
-1 | ! ? a appointment at been beforehand bit cause does for forgot four get hairdressers have hi hols home i n need now of ok on prob run shower so that to u wk yes
-1 | anymore don else have i me nothing please say t text to
-1 | ! ? ams as ave can i its legal long name okay pick price them u up ur wen x xx y
-1 | a and buy car digits1 driving for gone have i looking m not still test the to yet
-1 | all as been callers callertune copy digits1 for friends has melle minnaminunginte nurungu oru per press request set to vettam your
-1 | and dear life lot love my umma vava you
-1 | a birthday for lot making memorable my on thanks truly wishes you your
-1 | aight cash get hit i ll some up when you
-1 | a address computer considering how ip isn minecraft my server t test that would
-1 | busy dont guess he i s worry
-1 | ? is noun of plural research the what
-1 | after dinner for going msg you
-1 | but cos digits1 dun i it like loud m mah new not ok said scared things too try u wif
-1 | ? anythin anyway eatin fine formal haha happened i juz m much n on openin puttin sentence so special too tt ur very wa weight
-1 | ! after apartment as askd b boss cabin day digits1 entered felt happy her i invited lunch me my pa said she special there to we went
1 | a are been claim digits1 digits13 digits2 digits4 flights have holiday inc live min operator or p receive selected speak specially to u winner you £
-1 | ! egg for friday goodo must needed potato ratio speak tortilla we yes
1 | ! account bonus call claim code digits11 digits3 digits4 digits5 expires for identifier points private shows statement to unredeemed your
1 | ! awarded bonus box c call caller contact digits1 digits11 digits2 digits3 digits4 final from is landline mobile no on our ppm prize this to try u urgent was wr your £
-1 | address all apples here is malarky my new pairs that
1 | $ a app are award call claim code digits11 digits3 digits4 ending have if match numbers please quoting rates receive selected standard to todays voda you
-1 | ? buying finish ll predict time wat
-1 | do good stuff will
-1 | a anything apologise bother dont first for hasn have her i imposed in involve its just know money not on over place sending sent shouldn so t text that the to yet yetunde you yourself
-1 | are in room there you
-1 | ? cost does how it k much
-1 | home i m
-1 | accomodate call dear pls tmorrow will
-1 | answer first my question
1 | ! ? a bt digits1 digits2 digits3 digits5 direct dogging ec get gravel join laid largest locations mob msg network nt p real s sent the to tonight txting uk ur want
-1 | com haf hotmail i it msn only s yijue
-1 | and call he him is meet there you
-1 | activities all befor check i no rooms will
-1 | a but c forgot got i in lazy lect like nice not pouch saw to type v
-1 | k me on re text the way when you
-1 | for mail sir waiting your
-1 | a biggest coz d digits1 doing get gud hearts in little lovable ni nver occupy of part persons somtimes swt their things those thought tired
-1 | dot not on see the ya yes
-1 | ? class for is name staff taking the us whats who
1 | ? and digits14 end female freemsg from haven hear i live local ltd luv m msg my netcollex p per randy replied reply sexy stop t text to u why you
-1 | after begin call check from hard in life our pls pray qatar so ummma very will
-1 | birla got in job sindu soft
-1 | and flowing have i is m nevering the wine
-1 | better cine cos digits1 down go i is mah need no plaza thk yup
-1 | ok reply typical ur
-1 | a all and are become but chores comes dirt done dream even everywhere exist floor flowing for guess hail half here i is joy just like ll lots me mist mouth must my of on one open out rain see shirt shows sometimes that the then things time too tv when windows without world you
-1 | ? aaooooright are at work you
-1 | house i leaving m my now
-1 | ? a are being boy did do doing get good happy hello interview love me missing my of that think to today what you
1 | a are been cash claim digits1 digits13 digits4 flights have holiday inc live operator or receive selected speak specially to u winner you £
-1 | already and because envy everyone for i in keep life me miss need real s safe see that you yourself
-1 | and car for hand have house i in job my new only parents
-1 | day each excited happy i in love m make me so spend with you
1 | a bangb bangbabes content digits1 do download goto if internet is menu mobile msg not on order receive service should the tv u ur wap way
-1 | all already cultures e i module on place points ur
1 | ! a are call claim code contact digits11 digits2 digits3 draw guaranteed have hrs last only prize s shows that to trying urgent valid we weekends won you £
-1 | ? avoid beloved best frnd hi is missunderstding one our s to way which wit
-1 | also clark completely form in it of out utter waste yes
-1 | account address and axis bank i need no sir
-1 | abt ard call can digits1 discuss free go got hmmm hop liao muz sure thk time to u ya
-1 | ? coming down later time what you
-1 | a bath fine finish gonna good have i m my night now well
-1 | call can carlos got know let make me money so the ve when you
-1 | ? going mall still the to u
-1 | $ ahead and are back be feel for free friends go gt lt my out show smoke so staying t that the til to turns whole won worth
-1 | ! d experience free hi if just know like maneesha no or reply satisfied spoke the to toll v we were with yes you
-1 | a am and anyways approaches digits1 end especially gr have hopes hurts i in it lifted money month my need of offer studying the weekend when with you
-1 | can lol me no trust u
-1 | a am and dignity gentleman i ok respect treat will with you
-1 | bye going great nothing on
-1 | ! ? are back being boytoy does finding for getting handsome he hello job lazy me miss mummy my net not now s that towards where working you
-1 | a awesome be haha in minute there
1 | ! a am as between call cash customer digits1 digits2 digits3 digits4 freephone guaranteed have on or our please pm prize representative service won you £
-1 | bathe but finishes first go home i jus k my net reached she sis tell u using when
1 | ? are areyouunique august co digits2 enough find from out th uk unique www you
-1 | a all at been cost deal do dont even friend great have i in joined keep league m me mean of people personal sorry that the times to touch ve week you
-1 | completed course finally hi i the
-1 | ? a are day digits1 doing for gr hope how in just new school settled the ve wishin year you
-1 | a day dear gud hav mrng nice
-1 | did got persons story that u
-1 | ? at dead digits1 hamster hey i is meet mrt orchard pm so tmr you your
-1 | ? at enc found gt it lt where you
-1 | bucks gt i lt sent you
-1 | can college darlin finish finished hello if ive kate love me now so txt u when xxx
-1 | account balance been by decimal gt has id inr is keralacircle kr lt prepaid refilled rs successfully transaction your
-1 | alter at call digits2 me ok u
-1 | buy cannot dat dun ericsson i lar like oredi oso say until
-1 | ! after apartment as askd b boss cabin day digits1 entered felt happy her i invited lunch me my pa said she special there to we went
-1 | aight dats dogg straight yo
-1 | ! big both get i loads ready shoot so
-1 | a break bruv do great had have hope rewarding s semester up what you
-1 | always can chat home so we
-1 | good k study well
-1 | ! ? are great home now sounds you
-1 | as draw finally heading match prediction the towards your
-1 | few haven i nights past slept t the tired well
-1 | ? ah easy good got its means selected sen
-1 | anyway are atm be but can do gt help i if know let me not now ready register s should sure there think to use when yeah you your
-1 | no ok prob take time ur
-1 | and called can copy disk files give hard important in installing is it os repair run shop system that the there to ubandu use which will without you
-1 | call i later ll sorry
1 | ! biz collect digits1 digits12 digits2 digits3 digits4 digits5 from gbp go mobiles mtmsg must new no nokia only optout tc to today txt www yours £
-1 | appreciate call if just me need really someone talk to would you
1 | ? a aries by career digits1 dream e find flyng followed free g horo is meet off out partner sign soon star start txt u ur will
-1 | company elama hey mudyadhu po
-1 | am dear good i morning now only up
-1 | and at cross cut down first gandhipuram get gt in lt right road side street to turn walk
-1 | are dear going our place rubber to we
-1 | battery died here i m sorry yeah
1 | a age can date digits1 digits2 eg even find flirt its join just meet msg name or p pence recd reply sam sexy someone text thirtyeight to today u up with
-1 | come gt have i it lt oh printed so upstairs
-1 | a at be bus closer ill like little on or same stop street the
-1 | ? are here reach when where wil you
1 | a admirer call contact digits1 digits11 digits12 find have is looking make on out r reveal secret so special they thinks u ur who with
-1 | cant case final hearing i laptop my on so tomarrow
-1 | avent done me pleassssssseeeeee sportsx tel v
-1 | be better but just meant no okay on shining signing sounds that to was
-1 | ? commercial don old remember t that u
-1 | didn dont have i late or said slippers t the too website
-1 | asked call him i now ok to you
-1 | bat digits1 in innings kallis nd wont
1 | age awarded cd com congratulations digits1 digits2 digits3 digits5 draw entry free gift guaranteed ldew music of or ppmx tncs to txt ur vouchers win wkly www
-1 | and cal deepak deeraj digits1 drpd hold min ranjith
-1 | ! affection angry bcums being care childish coz d da day deep dnt have is it kettoda lovable luv manda most n nice of seriously showing take true u ur way wen wid
-1 | ? are doing how what you
-1 | back i know lemme m re ready when you
-1 | back be because before don done expect get headin i it just m necessarily now out t though to you
-1 | babe jolt mmm nice so suzy the to yummy
-1 | ? are i lover need where you
-1 | ! ? a are coming do i in m mini next parked think to today when you
-1 | yup
-1 | anyway cos disturb done dun going i liao m my not now on own shopping sis u yet
-1 | ! around digits10 h if in luton me my no ring ur
-1 | come dint us why with you
-1 | a plan same sometme then trip wana
-1 | a get him hold not of still sure to trying yet
1 | ! ? box changed choose club com content credits digits1 digits2 digits3 digits4 digits5 free go has mk mobiles now p po ringtone service stop to txt ur wk wt
1 | ! and any charge chart choose club each free get is message mobile of on quality ringtone singles the this top uk week your
-1 | come mu narcotics our out re situation sorting to we
-1 | a and another at bay blue come day ended for has in leaves like may morning night rays smile special sunny the way worries you your
1 | ! answer be bonus com digits1 digits3 digits5 easy genuine hmv info just more now of percent play pounds questions real send special to vouchers won www
-1 | bf coming my no not objection
-1 | thanx
-1 | gf his in mack rob tell the theater to
-1 | a awesome bit i in ll see you
-1 | ? all celebrations done full handed in swing yet
-1 | ? a called got tool you
-1 | but definitely for gdeve if in is just keep miss person so someone special the them to touch u wen why
-1 | asked far for how i money ok
-1 | ahold and anybody down from get guy i if know last let ll me my night of out passed s still think throw usual yeah you
-1 | by class come early i if k lets might my out then tonight
-1 | ok
-1 | ? a alright and at baby call cruisin digits1 fone friend girl give hi home hour if im in jenny love me my now on or r thats this u up what with xxx
-1 | a are busy but dear edukkukayee good in looking mail ok ollu one raksha real sense shall street the things tonite update varunnathu you
-1 | ? ah gautham hey name to told you your
-1 | ? cam da feel found haf him i so stupid u v was working
-1 | bit digits1 got oops that
-1 | accidentally deleted i message please resend the
1 | a apply c call camera card claim customer digits2 digits3 digits4 ends for free go loyalty may mobile now offer on pay phone s sim t thfeb upgrade you your
-1 | a appropriate be go gurl it more s situation unless where would you
-1 | a and bslvyl but cry day die end grave have hurt i in keep life make me miss my nice of on one plz rose say stupid tease the u when
-1 | ? a already believe can coffee it need of run s t that time tomo week
-1 | awesome diesel first for got high i last remember somebody the time v we with
-1 | ? a and cant could crash def do for i imagine is night on out really save scary second shit shocking somewhere taxi that there think u up
-1 | ! ? a and by do food for fridge go have in meal more oh out the to tonight want way you your
1 | ! aberdeen ac blind check cktz date dates digits1 digits2 from hide him http icmb img is kingdom m no out r rodds send sms u united w
-1 | be book can from i remb should think what yup
-1 | ? ask if jos meet u up wana
-1 | a buy cause friendship hanging is lol on our stuff t thread u won yes
-1 | ? are aren bookshelf garage keys on t the they where
-1 | ? accept as belovd best brother bstfrnd clos cutefrnd day dear digits1 enemy is jstfrnd lifpartnr lover lvblefrnd me means no rply sister swtheart today u
1 | ! ? box cs digits1 digits2 digits3 digits5 gbp in m now our play po quiz smart t text think this to ur uz week weekly win winnersclub £
-1 | a before but buying call definitely end friend give got he his ll me money of s says that the week when
-1 | a day do great have made my too you
-1 | advance happy k pongal
-1 | anot can digits1 dunno forgot go got guess haha hmmm kb liao lo n oso power tahan thk we yoga
-1 | afraid dude friends have i m no not really
-1 | cake coffee guess i
-1 | babe christmas i kisses love merry to too ya you
-1 | and dont go haha have hey just lunch men watch we why x
-1 | a b bit buses cos cud digits1 full gon gona hav im l past pete ppl still tell they u waitin were x
-1 | ? are doing how no problem you
-1 | calls messages missed no
-1 | ? class da hi how is the todays
-1 | a at but d good i know my reading record s say sign that track well women you
-1 | a be i in it its joke just light m meant read reading sent so text that the to you
-1 | apo good k movie
-1 | ? book could get i immediately it maybe or out return something then tomo
1 | ! a access call digits1 digits2 digits3 digits4 direct fixed for from germany line minute no number only pence per prepayment via
1 | ! a and custcare day digits11 digits3 digits4 digits5 go in lifetime msg now of on our over p partner quiz rcvd send special take the to trip valentines win your £
-1 | ! ? am are babe daaaaa home i still ta up you
-1 | ? and been before come cool dined havent how so wined you
-1 | and just sleeping surfing
-1 | ? call calling hand me my phone right u
-1 | a great lot ok s thanx that
-1 | ! at bless caroline come digits4 end favourite from happy has have hello him i is it must my now of one post reading s take texts the then wiv you
-1 | ? been hiding stranger u where
-1 | birla cleared in my round sister soft two yesterday
-1 | going gudnite on practice tc
-1 | case dis havent huiming i in is jus mail my num saw sent u ur yijue
-1 | now one prestige problem small
-1 | a checking do great have in jeremiah just miss month on really seeing you
-1 | an can had help i iphone nah never t there ve you
-1 | a an and apeshit car going half hour i if in m my not re you
-1 | ! ? angry basically bcoz day ever fault good hurt i if is its just m misbehaved or plz slap sorry today ur urself was with you
-1 | ago digits1 gt ish lt minutes was wtf
-1 | aig allah am an and calling ex fine for forgot happy here i in insha insurance joined meet met onam person qatar rakhesh remembered say sirji tata tayseer thank tissco to when who you
1 | age awarded cd com congratulations digits1 digits2 digits3 digits5 draw entry free gift guaranteed ldew music of or ppmx tncs to txt ur vouchers win wkly www
1 | balance cash cc currently digits1 digits11 digits3 digits5 hg hl in is j lands maximize msg now only p pounds row send suite to ur w
-1 | ! a andrews boy cold got hello here i its just keep long posted st way will you
-1 | chikku cool db ha
-1 | no oh ok prob
-1 | audrey check now right s status
-1 | ! ? afternoon air alive always and are as be breathe dawns day do good happy how i in love my of refreshed smile sunshine that the think to we you
-1 | care i know me no of so take well will worries z
1 | ! bluetooth call digits1 digits11 digits4 double f free latest mins mobileupd motorola nokia now offer on optout or orange q sonyericsson txt update xmas
1 | co code customer digits11 digits6 discount further here is messages regalportfolio reply rp services stop to uk www your
-1 | cool me re ready text when you
-1 | already and bed boytoy cuddling geeee hello here i in just love me miss my up were wish with woke you
-1 | as bed i in spoil well will you
-1 | bath for going gt i lt m min msg next will you
1 | anytime at be by calling can charged customer digits1 digits11 digits2 for gbp on order per reference ringtone services t thanks unsubscribe week will you your
-1 | can happen say what you
-1 | could did face have i me recognise seen t you
-1 | a and bars blue going happening has heron in lindsay lot new not of on ptbo s sighs some something the there things well years
-1 | about becaus called dont hes i like me mistake only pa prabu project ranjith sir sms so taught that today told verifying
-1 | a and body but first followin guess guide i is it itself just keep know ll m must nothing on ovulation quite re reason relax repairs s said shouldn slow sure t take tests that the then there they to up ve way we when why will worried worry you your
-1 | a couple down give me minutes my sure to track wallet yeah
-1 | a big care deal hey it leave not take
1 | and available bluetooth call digits1 digits11 double dx free mins mobileupd months motorola n nokia on optout or orange phones sony txts
-1 | digits1 it licks mr owl took
-1 | call customer i place will you
-1 | dont fun like mm that time you
-1 | ? already buffet eat having lunch my now u yup
-1 | ? dinner fr huh late so
-1 | ? are for going hey intro kickboxing only or pilates sat so the this too we
-1 | can i morning ok only
-1 | ? and are bout digits1 digits2 going ish pick that time up what you
-1 | after award calculated current every for from here is month not one performance period the two
-1 | a actually and back call digits1 gr i is might rock send sis sleeping so still text u wake was wen when will you
-1 | a always are ass business ever facebook feel hurt i make met most of on one open out people picture pictures put putting room the there think ve violated why would you your
-1 | administrator but change da field get hmmm i k network or quickly system the to wanna want
1 | ! ? a after are digits1 digits2 digits3 digits4 digits5 digits7 e first for free get help nd or poly pw ringtone st stop text to tone tones true txt x £
-1 | chechi dear did her how is talk to you
-1 | been cream hair has not shipped the
-1 | an burning great gt hour in loxahatchee lt of starts the tree xmas yep
-1 | a driving get haha i know lot man of stoners to used usf
-1 | ! ? all always as be can class coffee darlings day disastrous fav good hope late my off ok place pm same slightly stay t this time tomorrow until was well with wld
-1 | ! ? a drink fancy good hello later or something week
-1 | a com date everything fullonsms is lot message missing name number sender sent some text thats u via y
-1 | at by can come for iron our out plan point room so some the this we weekend
-1 | be cos i it thing to want your
-1 | ard blah can cine den go i jiu ll mrt okies one oso skip too we yan
1 | box cal ch dating digits11 digits2 digits3 l service sk
-1 | dont sleep there to u want whatsup
-1 | a alright goal have i new now
1 | c co competition digits2 digits3 digits5 entry free into just now our t text the to txttowin uk weekly win word www £
1 | ! a adam ads by digits1 digits11 digits2 digits3 digits5 eg eve heart joined logo love lover mobno name names no p pobox send to txt txtno ur w wq yahoo
-1 | call from i itself last live m taking week yes
1 | ! a and because call contacted dating digits11 digits2 digits3 entered fancy find from has is it landline n our out p phone pobox service someone tf they to who you your
-1 | aha hostel in is siva
-1 | ? about and attitude attractive childish digits1 expression friends ful funny gt how irritating is lovable lt me my naughty of receive reply romantic rowdy send sentiment shy something speaking this to ur voice
-1 | be guess i ll ok she
-1 | aathi are dear where you
-1 | ? any else on pain thing urination
-1 | a amt arng bmw but buy car dis gt hv i is its lacs lt my no of prob shortage source thats there to urgent urgently vry wnt
-1 | at home lor tv watching
-1 | a does fifteen fucking minutes no or question respond she take to usually yes
1 | ! ave bcm call calls camera close congrats cost digits1 digits11 digits2 digits3 digits4 digits6 from is ldn mins mobiles n nokia phone post ppm vary video wc xx your
-1 | ? amp around available gt hillsborough i like lt m now right th you
-1 | ? askin dollars for gt i is lt message or pay sent shoul the
-1 | already ask g i iouri like or story ten the times told ve
-1 | applebees does fucking how long take
-1 | and arrange but have i like love to
-1 | after best bhaji cricketer get great he in is kallis out really sachin to told tough very world yes
-1 | gt me supposed to up wake were you
-1 | a but c din found group he him i liao me oic saw too tot
-1 | ! ? a doin foundurself gorgeous hey howdy howu jen jobyet love monkeespeople monkeyaround sausage say we werethe xxx
-1 | ? a battery but by can come died for getting gram i m my now only place s sorry where your
-1 | blimey done exercise hmm i is kinda remember that well wot yeah
-1 | and are concentration dear everything get i know mind my wont you
-1 | digits2 k later min
-1 | ! hanks lotsly
-1 | a day for good had hope thanks this today you
-1 | ? acc are detail enough k no to transfer want what you
1 | ? any back been call can digits2 digits3 digits4 digits7 for free have help homeowners loan or previously purpose refused still tenants text we welcome you £
-1 | go i ill make oreo si think those truffles
-1 | a amy and at beautiful don i intelligent know like look lot me so t that u ure woman worry
-1 | about all and asking being best consistently ears him hope i intelligent keep kind links of open practicum result s start that the ttyl you your
-1 | a and believe coping decisions different everything feeling going heal i individual is same the thru time up very wavering will with
-1 | ? did die go gonna have here in is my phone stay to u where you
-1 | been better day each even gives god great more never reasons thank to
1 | apply available c call camera claim customer digits2 digits3 digits4 ends for free july loyalty may now offer on opt orange out phone s t th upgrade upgrdcentre you your
-1 | am i ok on railway the to way
-1 | ! ? about and doggy enjoy fave giving great gt how i is love lt making my night oral per position princess receiving style times you
-1 | ? don from getting it keep on over put roads slippery stuff t that the there they to
-1 | ? are bike going ride to when you your
-1 | are company language many me tell the there
1 | ! award box call cash collect cw dave dear digits1 digits11 digits2 digits3 digits4 final from holiday is landline notice okmail or ppm sae tcs tenerife this to wx your
-1 | ? been has how it long princess screamed since you
-1 | account also and are bank banks be charges cos details differ digits1 dollars enters flat got gt here i its ja lt meant money my nothing once person rate remove removed sending so someone sure that the to transfered trust will you your
-1 | a again broken by cum digits1 don good heart i infront line ll me more nice of once other plz said t times trust u wise
-1 | fifteen gonna head i in like m minutes ok to up usf
-1 | aathi lot love u you
-1 | ? ah any machi problem tension what
-1 | ? about back for g getting guys mcr not re said staying thinking were when you
-1 | a almost in sec see there u
-1 | ? a about all already are asking at carlos few friends me this weekend working yo you
-1 | lor tv watching
-1 | change falconerf fb jaykwon should thuglyfe to you your
-1 | digits1 for if its long no really side time we win
1 | activate by com conditions digits11 digits3 for free message messages replying terms text the this to visit with word www your
-1 | dear happen railway reached to what you
-1 | ? a can fixed i it message send test think ve you
-1 | account back buy card could credit dry half i if man my or s shit some sorry trade want we with would you
1 | ! all bx c call cinema congrats digits1 digits11 digits3 dont etc for free ip is matrix miss now out pass pm special starwars suprman v we year yours
-1 | call i in later ll meeting sorry
-1 | ? are call can free i now you
-1 | ? got meh when
-1 | for go i it late monday nope on replied so sorry think will
-1 | accenture confirm is it not of some them told true
-1 | dear have i reache room
-1 | bt close dificult digits1 easy either fighting fightng if is lose or some still the to u who win with world
-1 | ? can come out when
-1 | check nuerologist with
1 | b call claim competition congratulations cs digits11 digits2 digits3 digits4 digits7 draw have in just only over ppm prize s sms stop t the this to u week won £
-1 | at bored can car cos dat digits1 do e got home in it my no nothing or outside s stuff tv wait waiting wat watch
-1 | ? house hyde maybe my near or park place the village westshore
-1 | a and anthony are bringing fees friend help how i in know like money need now pay rent s school should so stuff that thats to ve why you your
-1 | ? about character digits1 jada kusruthi lovable matured me not opinion over pls reply silent simple spl stylish your
-1 | a ak ammo and at can digits1 g give if latest new s scrounge some still the there to try up want you
-1 | frm heart i m prabha realy sory soryda
-1 | forgiven lol ok your
1 | ! a are collect digits1 digits2 digits3 digits5 gb guaranteed h ibhltd ipod latest ldnw mp mtmsgrcvd no nokia or p phone player prize the to txt word you £
-1 | competition for him no s
1 | boltblue cha come digits1 digits3 eg for jamz me mono more or p poly reply slide slow stop tones toxic txt with yeah
1 | been bubbletext com credits for have http is pin renewal tgxxrz topped up www your
-1 | abnormally adults behave but call children i in is just ll may now person s that the they unconscious usually you
-1 | be but ebay elsewhere it less might on s that
-1 | come get i pickle shall to
-1 | get go gonna some tacos were
1 | ! a attempt awarded bonus box call caller contact digits1 digits2 digits3 digits4 is mobile nd no on our prize qu this to urgent was you your £
-1 | ard b but christmas digits1 do enjoy hi i mas merry n t won x
1 | ! claim cs digits1 digits11 digits2 digits3 digits5 discount member mobile now of offer offers reply s savamob sub t text to today unsub ur vouchers worth x yes £
-1 | ! ? a how is lady like pretty single yes you
-1 | a double faggot jay re says that you
1 | ! account call code digits11 digits2 digits3 digits4 digits5 expires for i identifier m points private redeemed s shows statement un your
-1 | holiday is no so sunday today what work
-1 | going gudnite on practice tc
-1 | a and bani big called day digits1 especially give great guys have her hoping i in is it know l love malaria miss my not pls r so that this ve was we while you
-1 | ! ? a across afternoon and boytoy day from goes good got hope how i job kiss leads love maybe my of on passionate sea send some that the think you
-1 | a be for gonna here later lt probably see tonight while you
-1 | all and buttons do doesn fat fingers it just know maybe my or press t these to what
-1 | am call da from i in me office once started tirupur you
1 | age applausestore com csc digits1 digits2 from max month monthlysubscription msg p stop t txt web www
-1 | a ability anything are confidence develop famous it listen losing married means or quote self temper the to unconditionally when without you your
-1 | am are but college come do else going ill it pa self there to what
-1 | be bed cooped does doesn fun girl having id in need not out pass rather recovery stay t then this time up while
-1 | ? any special then there
-1 | apologise bloke but cali come english for get got had hotel i invitation is just know me my need now s some sweet to weddin you
-1 | long now omw so sorry that took
-1 | alibi btw cutting digits1 give hair her i me minutes my ok re see the think time were whole you
-1 | a after also always bath before but by cage cock cuck eat enjoy even feel finally for get have having i imagine into left maybe me my of on owns paces put reminding sink surrounded that the through to water while who you your
-1 | been days deficient for hurry i like three up ve weed
-1 | a acknowledgement an and astoundingly blood demand faggy fo from generally get i if it oath s sure tactless that to you
-1 | a at be book case cheap frying have i in isn it likely ll look no or pan perhaps s silly t that the to
-1 | causes essential is like mutations o sunscreen thesedays uv well
-1 | ? are having in lunch not online why you
-1 | already friend i know my that told
-1 | abt ah aiyo always bao by c dunno ex fast first gee got haven huh i lucky mei not one our reply she so sugardad time u ur workin y
-1 | hi i in m me msg office
-1 | brownie digits1 e it nice s thanx v
-1 | barely can geeeee i it love much so stand you
-1 | ? already babe can crave fuck i know let me miss money need net send some t towards want you your
-1 | ? address american at bad call callin digits1 eh freek icky ill jen k me mrw my ninish stop that u with wont
-1 | ? are bed ey of oooh ridden thinking what you
-1 | a already and anyways babe can day go good gym having hope i just love miss much my ok or smiles so to whatever you your
-1 | ? do missy then u wanna wot
-1 | at clean digits1 finish have hee home i lor lunch morning mum my now quite room sch stay then wait whole yar
-1 | do goggles know lab my went where you
-1 | ? can door open the you
-1 | daddy digits1 i in nope sch waiting
1 | ! ? a call cash claim digits1 digits11 digits3 have or prize to won you
-1 | about after and arguing do from i ll m now of on same the this tired want week what with you
-1 | ard digits1 finish i in me sch wait
-1 | a amp arngd bite bites bt d dancing frnt in is love marriage me of r sayin snake u unfortuntly walkin while
-1 | ? dinner early having huh izzit outside so then
-1 | anyway change need no ok said to what with you
1 | a call contact delivery digits11 digits3 for free mins new now of offer or our phone re reply textand to tomorrow tried video we you your
-1 | are care dream hope how jjc live not over s scotland showing so take tendencies the you your
-1 | a and digits1 have headache hour just of sick tell them time to u use want
-1 | ? after can den dun em go hmmm i jazz lessons ll meet oso our quit thk we yet yogasana
-1 | can credit gotany hardly meive pete please ring you
-1 | a at call i in later m me meeting
1 | a c chance com custcare digits1 digits11 digits3 digits5 for p s shop shopping spree t to txt ur win wk wkly www x £
1 | ! a ag apply award been before call close cost cs digits11 digits2 digits4 have lines pound ppm promo receive selected specially t the to you
1 | ! account call code digits11 digits2 digits3 digits4 digits5 expires for i identifier m points private redeemed s shows statement un your
-1 | ! a and as be choose ends forever friend friends friendship gud i lets long met my never nitz our stands stranger the world you
-1 | ! ? am are great how i you
-1 | a day dear gud have mrng nice
1 | ! an announcement call customer digits3 digits4 freephone have important now service you
-1 | ar buy going i m mum out present s to
-1 | blastin d from in indian mind more no now occur ocean on rajnikant stopped swimming tsunamis will
-1 | first her home i if it lor m not ok ready s sending u yet
-1 | ? any cash does have he of speaking yet
-1 | after la lunch meet
-1 | care get n soon take well
1 | ! all clubsaisai digits1 digits11 digits2 free from info ladies morow nichols paris roses soiree speciale with xclusive zouk
-1 | again banter bored bridgwater cant getting i is meant of say see this to u wait what
-1 | ? a come drink find fine get imma it me or s somethin to want you
1 | ! and be daily date days digits2 digits4 digits5 euro for get kept kick latest news off removed results send stop the to txt u up will with
-1 | ? a all answers best colour d digits1 dis friends game if its loves me msg ques r really rply same send someone suits the then to u ur valentine which
-1 | dependents have i many
-1 | all and called choose future have he him i said then this to
-1 | and aunties beauties but day digits1 early finish handsomes happy have hundreds i its know of off so st thought to uncles valentines wish
-1 | abt all almost also ask cos dat got he is know leh leona liao like lor me not reaction shock shuhui telling ur v
-1 | family for happiness my
-1 | be brings can friendships grow kind let of ppl snow so there this together weather
-1 | dear dollars got gt hi lt we
-1 | but dismay good in leave many may times u words
-1 | alex as birthday concerned far fifteen his in is knows make minutes over re sure you
-1 | a actually bring bud can cash drinks if it just little more nah or s something straight than that useful you
-1 | an and digits1 for good haha hear i m market officially on paid th the to
-1 | ? a center does get how it licks many of pop take the to tootsie
-1 | ask cut darren digits1 e face i longer look make me my not r said short teacher that they thk too will yup
1 | a are award call digits11 digits3 digits4 ending if matches number numbers receive selected to todays vodafone with your £
-1 | dont hi like please say that
-1 | ! thank u
-1 | a forwarded i me message oh send that thought to was you
1 | apply at claim co cs dear digits1 digits5 e expressoffer go holder http offer pc stop texts this tlp to ts txt uk voucher weeks www your
-1 | funny him me n so
-1 | ! are biola day have having hope kind loads not of one reasons smile sweetheart that to with you
-1 | ? dad dat fetching home login now time when
-1 | a answer askd before had hours i its question some u
-1 | before definitely i imma know let ll m need out restock thanksgiving to well when you
-1 | ! a brighten can day do effects gorgeous he his i is isn kind kiss man needs of person said smile sound t the to who
-1 | a bit by gonna in probably swing wee
-1 | ! a allo and b braved buses good ham have i in jolly mean of on re rest taken the trains triumphed we week
-1 | ? about amp at cartoon church eve go had listening music temple to u watching what
-1 | ? ask do dont happened have i if is it mind say to uncomfortable what you
1 | ! account call code digits11 digits2 digits3 digits4 digits5 expires for i identifier m points private redeemed s shows statement un your
1 | ! ? a c call cash claim digits1 digits11 digits3 have or ppm prize rstm ss sw t to won you
-1 | ! and cool gentle hard rough slow sometimes sonetimes thats
-1 | ! ? about again am are as but gonna i m no normal on panic say seeing sorry starting time to tuesday would you
-1 | ! ? bet do does drugs hella i if in know she town wait wesleys you
-1 | did got persons story that u
-1 | dealer drug getting impatient s tell the them
-1 | as but can cant care cloud come earth evng gud i luv meet msg my rain rays river send sun to u
-1 | be in man of place that the will you
1 | and are call digits11 digits5 phone premium services
-1 | a an are digits1 envelope in is lays on paper rock sea the there under words
-1 | ? how mum repent s then
-1 | come daddy fetch first going home later me sorry
-1 | ! all baby can kama of positions study sutra the we yes
-1 | ? bakra chikku coffee en had kalstiya msg nange tea then
-1 | a be buy carlos here if in ll minute need still to you
-1 | decimal gt is lakhs lt pay this
-1 | ? did msg my receive u
-1 | ! belly big ho laugh see tomo ya
1 | ! ? ac cool digits4 digits5 hello hi posts say seem send sms stop sun to wanted you
1 | ! digits1 digits11 digits2 every free get gr just msg now opt out per phone reply ringtone send st stop this to tone tones top ur week with wk your £
-1 | ? any could got gt i lt pick up ve way
-1 | dont drink i just knw milk pa
-1 | ! ? and card escape find got great hi his if maybe or out say to wetherspoons
-1 | ? awake bet digits1 going i lunch m now piggy r re sleeping still u
-1 | at call can cause come for home i lonely m miss missed scrappy so t to today u wait was yelling your
-1 | ! ? explain hex is of place talk this what you
-1 | digits1 i it log off s sdryb wat
-1 | ? digits1 e going is lunch xy
-1 | an anyway ask cos digits1 finish finishes hour i in lect me my to wait wanted
-1 | ? finished have work yet you
-1 | a and baby building but crying digits1 every great gud imprtant king map ni not once r reach today tomorw u was where wil
-1 | accordingly also am ans at bfore call case cherthala cochin coming day dear engaged holiday i in its me or pls r reach shall start tell tmorow u which
1 | an as call digits11 digits12 for forwarded from immediately is message please there urgent waiting you
-1 | ? farm open the was
-1 | ? again all big buy can d dad digits1 digits4 for my n sat small sorry sun thanx to trouble u
-1 | a abiola are great having hey hope in just law month my saying sister you
-1 | a ah cuz fixed get gpu has have ill in it laptop like looks my poop prob problem send to
-1 | entrepreneurs good i job like
-1 | ? aight alex around by close down or place s still you
-1 | ! can corporation gap how in is meet mind my outside see st working you
-1 | also dont his k msg or reply to u
-1 | ? how much pay r to willing
-1 | call i later ll sorry
-1 | by dehydration enough fluids giving her important is prevent that what you
-1 | and d dear evening felt i in pray sat sms so some time to true you
-1 | a away can don family for get i in long sorry t that think town trek with
-1 | do gym harri so wanna when you
-1 | anyway ard b digits2 drivin i lar late quite wun
1 | ! ? call camera cs digits1 digits11 digits2 free had half latest line mobilesdirect mths now on or orange phone phones price rental stoptxt t to update your
-1 | aeronautics aeroplane aftr all amp an askd bt by calld confidence d dat datz dey didnt digits1 even he height hurried if in is it made move my of only out plane professors said sat sit start students the their they this told wer wont ws
-1 | a all always and as attributed come coming day everyone for g is it just like making me night over same seems shitstorm smoke that the timing to want weird when you
1 | am between cost digits1 digits11 digits2 p pm
-1 | about also da he i know knows lunch menu only
-1 | have i ll sell stuff tell to when you
1 | ! attempt b call callcost contact csbcm digits1 digits11 digits12 digits2 digits3 digits4 digits6 have is max mobilesvary n nd ppm t the this to u urgent wc won xx £
-1 | ? after book call digits4 get going i is lesson m me membership msg my or px specs sth then to up which will work you
-1 | again and anytime assume begin believe both call can dont evening feel for have i let life macha me mindset of one plans some upset us with wonderful your
-1 | ? address is it me oh send the
-1 | all anytime best fine it s the with
-1 | flim full is that wondar
-1 | ? admit all also am and are be call correction feeling have i is it keep let lets life mad may maybe me or r run running same so still the then this to u where with world
-1 | ! all daddy eat got it long looks night scrumptious to wants you
-1 | ah ask ba but can cos dao digits1 fri go he i lar lor m never not of ok on pm said so today u we where will would y
-1 | a alright change digits1 gotta half my omw order th to
-1 | ask dunno me u y
1 | alertfrom call cost digits1 digits3 drvgsto email jeri kbsubject listen low prescripiton stewartsize to
-1 | ! coming didn early he is no spring t yay
-1 | a bad d dinner feel her i lol money out steak t take to use when won you
-1 | add all an dear fast in leaving me of opportunity pls prayers qatar rakhesh search to tonite ur went
-1 | me no one talking then to why
-1 | appreciate for i looking me out really thanks
1 | ! at ctxt customer digits1 digits2 digits3 digits4 digits5 from get hi loyalty mobile mtmsg new no nokia now offer only p start t tc the to txt txtauction word yours £
-1 | all attached being by da faster feeling find gals gd go group haha in is know liao liked lor mayb me of one our re rite someone then u well
-1 | be glad i it made there will yes you
-1 | ahead all do for good little of thing time times well will
-1 | and another at back be bed clocks digits1 everyone get got hadn have hour i in it just of out put realised room shouted soon t the then til to up very wahay was
-1 | eyes gaze his into ladies like men shorter up
-1 | digits3 dunno go he jus lido same say time
-1 | ! a care chance get good have i now of pics please princess promise run send take to ttyl when you
1 | are best content days digits1 digits11 digits2 digits5 for helpline in mobile per send service stop subscribed the to u uk until you £
-1 | by full gist give me monday next the week
1 | ? about around digits2 do have in ladies ll of old realize running tattoos that thousands we with years you
1 | an announcement customer from have important premier service you
-1 | caveboy dont gimme lip that
-1 | ! ? am and confused don i now number please r realy recognise sorry t this u who
-1 | ? didnt holla so why you
-1 | anyone cant head my of off room spare think top with
-1 | ! all beautiful christmas faith have hope love makes may merry possible things this three work you
-1 | acting and are call carlos hear here i is me might my not phone s texts up vibrate when you
1 | apply book call cs digits1 digits11 digits2 flights from next nights now paris romantic ts year £
-1 | ! ? am another are at but dear felt grandmas hungover i ill just leave morning night oh on sat shit still then think this u we
1 | ! award bremoved call claimcode closingdate digits1 digits11 digits2 digits3 guaranteed is ls m mobypobox now pmmorefrommobile still unclaimed ur urgent yf £
-1 | advance and family happy in mas merry new wishing x year you your
1 | ! a age and awarded break city could digits1 digits12 digits2 digits3 digits5 every perwksub shopping skilgme spree store summer to tscs txt ur win winawk wk £
-1 | digits1 dinner go goin got haha i lor m meetin nt on somethin they time tis unless who will wonder
-1 | call i later ll sorry
-1 | ! already apparently can closed dramatic drive for get i in inch know lol of re schools snow so supposed t the they to tomorrow we were
-1 | ! anywhere damn getting here hunting job not over this with
-1 | ! ? at d digits1 doing drunkard hair just lol moment my plan still the tonight u up wats yeah
-1 | a are get here idc in not of out over row shit this twice way weaseling you your
-1 | and just sleeping surfing
-1 | for picking thanks the trash up
-1 | because begging come don friend go he him hours live much not re smoke smokes spend sure t tell then to too want why with you your
-1 | ! a and card gave got guy hi his i ill it its kate lovely me phone see sing to tomorrow tonight was xxx you
-1 | door get means that the
-1 | ? about character digits1 jada kusruthi lovable matured me not opinion over pls reply silent simple spl stylish your
-1 | ? are digits1 hmmm hours how i late not punish said should slave thought we you
-1 | ? beerage
-1 | digits1 dont it like min of off opening randomlly so think turns within
-1 | be but couldn in it make s she still supposed t though to town was
-1 | a but completely diff does figure fixes gets go it its most my of on own sometimes spelling the time word
1 | ? a about age and back community digits3 ever good join just life living mobile name p partner perfect sms the thought to txt with
-1 | a day dear gud hav mrng nice
-1 | a abiola are been bein but enjoyed fondly game great have hoping i in is know not off pls sorry that this thot touch ve week yesterday you your
-1 | all best digits1 driving e tmr ur
-1 | ! ? al at c dogbreath its jan just like s sounding that u where y
-1 | ? an dictionary generally in isn it noun of one pieces research s t the there u uncountable
-1 | around down getting hanging it just me really s
1 | apply availa c call camera claim customer digits2 digits3 digits4 ends for free loyalty may now offer on opt orange out phone s t thmarch upgrade you your
-1 | all and boy canlove come down friendsare if in me nic petey thekingshead whereare you your
-1 | a ago few gimme gt lt minutes was
1 | ! chance claim cs digits1 digits2 digits3 digits5 discount last m mobile now of offers pobox savamob shop sub t text to today ur uz vouchers worth £
-1 | am appt at don fault gt i is listen lt my not t time told twice u
1 | ! and co digits1 digits2 digits3 digits4 digits5 every for free get getzed just mates mobile no nokia norm p pobox st tell to tone txt txting uk ur w week wq www
-1 | be before digits1 i k ll there
-1 | d digits1 dled i imp its very
-1 | ain but he knows make smokin sure t we yet
-1 | always boooo just quit work you
-1 | bed don get i it of out s so t ugh wanna warm
-1 | gt lt nervous s
-1 | a can comes costumes future gift guys hint it ring s so that the their there they with yowifes
1 | age awarded cd com congratulations digits1 digits2 digits3 digits5 draw either entry free gift ldew music of our ppmx tncs to txt ur vouchers weekly win www £
1 | ac again bid by digits1 digits4 dvd end notifications on out outbid plyr reply shinco simonwatson sms smsrewards the u visit were
-1 | ? boytoy happened i miss my s what where you
-1 | and babe bring but doesn has have he help it ll lots match model of ones over t the to up used youi
-1 | also are bringing dobby galileo or you
-1 | ! ? b babe boo care digits1 enjoyin gettin hope hunny i llspeak loveme of ok on seemed soonlots take u ure well xxxx yourjob
-1 | ! ? ache afternoon babe boytoy cappuccino crave does fuck good he how i kiss me miss my s sips starshine teasing to yet you
-1 | cant on road so the txt
1 | ae charge cm comuk credits digits1 digits11 digits3 extra for goto help login net no pls qxj smsservices stop text unsubscribe with www yourinclusive
-1 | ! a evening good have ttyl
-1 | and bits hmm lol pieces sighs
-1 | brain dear hahaha use your
-1 | ? any got hey mail you
-1 | been burial enjoyed for have hope mojibiola sir thanks the wonderful yesterday you
1 | a admirer call care cust digits1 digits11 digits2 have msg opt out per r recd reply reveal secret so special stop thinks to u who
-1 | ! a ages coz did digits1 driving hav haven hello hi hol in its just mate message nice off roads rv rvx say sent so started stay t u
1 | apply at claim co cs dear digits5 e expressoffer go holder http offer pc please stop texts this tlp to ts txt uk voucher weeks www you
-1 | offer result surely will
-1 | a amp day dear good great have morning my successful
1 | a and any anytime call delivery digits11 digits3 do five for mins network new only or per phone pounds reply text tomorrow video want week you
-1 | $ a able about ahead am and askin at be been can charge cost didnt end felt few for give great gt had have help hence however i in inconsiderate it late lt me month months my nag of past pay paying please recession rent s sir something speak thanks that the this to up well why wont would you yourself
1 | ! chance claim cs digits1 digits11 digits2 digits3 digits5 discount last member mobile now of offers or remove savamob stop sub t text to txt ur vouchers worth x yes £
-1 | digits1 don how i luv me morrow much r ring soo special t u understand xxx
-1 | a about and comprehensive how i m mail me much paying pls send when who
-1 | and away family for her last mother night our passed prashanthettan pray s
-1 | ? are going k when you
-1 | also and anymore coming decided don doug give gt guitar her here i impress in is jay live lt meanwhile of or over playing realizes s samantha seconds shit some suite t that the think to us warning was xavier
-1 | been better can eat has i just lose much my so stomach swear t thru trauma weight
-1 | am at break call i in matter me msg now office the whats will you
1 | ! claim cs digits1 digits11 digits2 digits3 digits5 discount member mobile now of offer offers reply s savamob sub t text to today unsub ur vouchers worth x yes £
-1 | ? already buy digits1 first go orchard reach tickets u wan
-1 | ! am baby bring i inner out real tigress to want your
-1 | activate da full if it no run that the version you
-1 | and he him i it not order re returned s saying should stop story the told ve
1 | ! and could dating digits5 discreet fall friends in just love make meet most new or see service sexy talk text the to vip who worlds you
-1 | ? babe going out take to your
-1 | after am ana be came coming decimal go gt hai home ill in ll lt me morning office on reply rto sathy then there to tomarrow we
-1 | did he is just named say somebody tampa
-1 | few going have in min now work
-1 | a brother genius is your
-1 | ? a an can connections get guess hold hour i ll maybe my of or sorry text two whenever you
-1 | a been corvettes dude ive lately lotta seeing
1 | a approx awarded call cds congratulations cs digits1 digits11 digits2 either from gift guaranteed mins mystery net of or pm records smsco supply ts ur virgin www yrs £
-1 | and because bunkers but consider don enough guess here high i important is it just matter never on peaceful place play same shit t that walls your
1 | ! account call code digits11 digits2 digits3 digits4 digits5 expires for i identifier m points private redeemed s shows statement un xxxxxx your
1 | ! ? a about call digits3 digits4 digits7 do find for free half how line messages more new now on out phone price rental text to u video want what with xmas
-1 | ! a am at be call hole home if in officially philosophical ready saved so to u wanna well
-1 | american but customer experience going good its little need no problem still to understand voice
-1 | drop i ll off text when x you
-1 | ! a atleast best day friend gt in lt miss once otherwise shakespeare shesil talk this will with world you your yourself
1 | box bt call cash cost cr digits1 digits11 digits2 digits3 digits5 drop either fixedline is it k mobile now ntt or po ppm shop till travel u vary voucher you £
-1 | ? are castor in need see something to you
1 | ! ? a ansr country digits1 digits2 digits5 dvd if in know liverpool mid played player q quiz sony sp sunshine to top txt tyrone u week which win wkly £
1 | a admirer call contact digits1 digits11 digits2 find have is looking make on out r reveal secret so special stopsms they thinks u ur who with
1 | already collect content doit downloaded for goto have http mymoby not paid reminder the to tv you your
-1 | a after always and anything b break but come curfew digits1 ear few get getsleep gibe giving gonna home i if is knew lead midnight miss movie need not one out see studdying til times to training wanting was woul you
-1 | ? baby fave give i is lots love massages of oil position to use what your
-1 | a change drive flash for how in know mac my permissions to u usb yoyyooo
-1 | gibbs hussey mike unsold
-1 | able am but dont i know like not pa talk to y
-1 | ? ah cut dun failed leh like quite s sad she short too u y
-1 | exactly how knew murder of she the time wife
-1 | ? ask do princess why you
-1 | ! ? about am are great i me princess thinking what you
-1 | ctagg ctargg cttargg ctter cttergg cutter ie nutter you
-1 | and at be class doesn early g gt have lt shouldn smoke t thus to tomorrow trying
-1 | an are be dont everything grateful happier have means opportunity still superb than that thought to today tomorrow u want
-1 | a are checking good having hope in just week you
-1 | a agents an booked boston don drop experiment few hope i in it just m me my nyc only since t them things this to used ve was whole year
1 | and be box britney collected digits2 digits3 digits4 digits5 fml free get h is mix mk password po ppw ringtone simply text the to usher verify waiting your
-1 | ago and are coming did due for have i invoices money months outstanding probably several things three two work worries
-1 | and how is it possible teach to where you
-1 | ? babe battery dead had i if love phone tell to went wonder you your
-1 | all already and assumed derek getting have here over re taylor the we worried worst
-1 | about charles hey late reply s sorry the up what
1 | ! all and bookmark click digits5 dizzee flirt from games lastest libertines marley nookii or racal stereophonics strokes text the themob to wap win with
-1 | give greet grinule have her i it ll once plus said she speak we whenever you
1 | ! call chat cheap cheaper digits1 digits11 digits2 from gay hot january male min national now p peak rate sale stop texts to
-1 | ! ? and but come for got had happy how i it leave left long love miss my on s sad see so them to took was words ym you your zaher
-1 | am hurt i it sorry you
-1 | all and any can cause didn dieting eat feel hungry i m nauseous not now out pig pissed planning so sweets t to today was week
-1 | am call da for i me waiting your
-1 | anybody ask can carlos chip could else get i if in more we
-1 | a about actually have reminder send to today was weekend wonderful you
-1 | ! addicted are bcoz bslvyl don friends iam know msging msgs my people see sweet t that they think to when wrong
-1 | dont ever him its my ok talk to word
-1 | it see then u wana when
-1 | ashley can ma me number on pls s school send to way you
-1 | avalarr be fine have hollalater i it now shall will
-1 | actually at blogging blogspot com deleted i m magicalsongs my now old website
-1 | aftr chikku gt il k lt mins send wait
-1 | a always and ate but diet digits1 i m many of on pizza slices too ugh yesterday
-1 | acc details give i k kvb my will
1 | ! a away box claim digits1 digits3 digits5 give jy lucky million money normal over ppt prize r rate t text to w winner x you your £
-1 | able alternative an b can digits1 do find friday going hope i m ok really s sorry t term this u won yr
-1 | and congratulations enjoy fro go happy i it many mo moments ore owo re to wa wherever wish you
-1 | do have samus shoulders so yet you
1 | a await box call cash collection complimentary cs dear digits1 digits11 digits2 digits3 digits4 from holiday landline lux matthew or please ppm sae sk t tenerife xh your £
-1 | dun jeans lor then wear
-1 | any fever side since vomitin when which
-1 | ? are college in k you
-1 | a and at better bleh but feel for friday i its kind least like made myself not now of pain pig stuffed up writhing yesterday
-1 | ! all back coins have if in it life ll money no our paypal pockets sell so someone then thru to tons voila we
-1 | and are doing hospitals it lots medical of only places safe theyre to
1 | ! ? about age and back community company digits3 enjoy folks for getting how in just name opt p sms the to touch txt waiting with your
-1 | a also and application applying are contact cost do expensive few for had her i if is joke less me my of ogunrinde on one ones research school schools scores secondary sent sophas the think thinking to you
-1 | ! ? cant how i photos see the to useful wait were you
1 | balance box cash cc currently digits1 digits11 digits2 digits3 digits5 go in is maximize msg now only p po pounds send tcr to ur w
-1 | ? ah already and are booked confirm for free going hey i kb keep lessons lodging meet need night on other our sat the to we what your
-1 | ? come is me that time to want what you
-1 | around awesome know lemme re whenever you
-1 | b lor ok shb thanx
-1 | against beautiful but carefully feels good gravity heart heavy in is it leaves light night our read someone truth very when
1 | and filthy for girls stories waiting your
-1 | a brand but c digits1 have i in ll lor msg new night now one only poor room sleep so sorry then thing tmr u ur yar
-1 | a be but could decide decision feeling if isn it less life love magical much s simpler t then to we who would
-1 | apparently he retired welp
-1 | where
-1 | ? any can sick sure t take time u
1 | ! a are call claim contact digits11 digits2 digits3 draw from guaranteed have hrs land line m only prize shows that to todays trying u urgent valid we won you £
-1 | ? about amp at cartoon church eve go had listening music temple to u watching what
-1 | are buzy much this you
-1 | and ask better can catch for gt her if let lt me or sell she still you
-1 | about am i know menu night noon not only sure
-1 | ? a and as back be beautiful but call can come do dont for give heart i liking me my necklace no of one only see that thats till to token u wait want what when wife will you
-1 | ? as b digits1 digits2 house is it ok out sort that trying until wont
-1 | ? ate c chicken digits1 earlier eat go he horse i lor mah racing rice so today u wan yar
-1 | awesome back haha now omw then
-1 | closes e i lor shop so thk until yup
-1 | eh lar send u wrongly
-1 | ! a ad ave biatch boggy borin boring but crap digits1 hey i il me nite no nxt thanx til time u wait was with without ya
-1 | him i ok shall talk to
-1 | and anything be before can changed day did dont eat had has hesitate i if is its keep know like notebook nothing of or second she so sure that the this time we weakness what you
-1 | alcohol and another chocolate i month need weed
-1 | and days few get great have he if in job potential searching started talent will
-1 | be by carpark eightish from in need reckon to town walk
1 | ! call congrats digits1 digits11 dload g games java mates mobile music noline now play polyph r rentl videochat videophones wid your yours
-1 | dropped guess i just what yo
-1 | at be carlos gt he in ll lt minutes mu says
-1 | call gt i in lt m min now office will you
-1 | ? about all already be can fuck geeee i kiss know loving miss next t think till together wait we when will year you your
-1 | back butt drive from gotta is la my sd sore to ugh
-1 | digits2 july of th
-1 | ! ? am at day digits1 ever every get good have having hi home i im ish most night other party relaxing the time to tomorrow up was we
-1 | any but c come din i lor skirt stripes then to up wan
-1 | ! can don have her i number t
-1 | again change e escalator it next one s to
-1 | can class i in it m make not now ok on pls run to water yetunde you
-1 | ? a and at aunts been beth charlie feels happened has have helen her here how in is just lot lots me mo not quiet the very working you
-1 | again aight comin do for out thanks will
-1 | abt but heard no tat
1 | ! a am as between call cash customer digits1 digits2 digits3 digits4 freephone guaranteed have on or our please pm prize representative service won you £
-1 | after best bhaji cricketer get great he in is kallis out really sachin to told tough very world yes
-1 | anything did say she umma
-1 | a about give it me sec think to
1 | bluetoothhdset call contract digits1 digits11 doublemins doubletxt free mobileupd motorola nokia on optout or orange panasonic
-1 | ? and anyone bout can cud digits1 digits2 do don get hold i if in know of pick pm pub quite re see still t the they to up we what you
-1 | am an apt at dear do email for gt hero i in keep kerala leaving lt opportunity pls qatar to tonite touch
-1 | a am and but crazy family fit have how i lol mom my tell terrible the whole would
-1 | ? are awake babe got home i just still you
-1 | close dunno fan i ma not oredi they v
-1 | ? asking matter she told was wats ya
-1 | ! ? at bakrid call car cochin ctla cudnt dear down drove ente frm happy home i in ishtamayoo left mobile now pick regret style
1 | ! and co digits1 digits2 digits3 digits4 digits5 every for free get getzed just mates mob no nokia norm p pobox st tell to tone txt txting uk ur w week wq www
-1 | exe i id mail send shall that to your
-1 | check don i it know wait will
-1 | ! a across afternoon and anniversary coaxing content cougar day finds fond from glorious good happy hope i images j kiss my of on pen prey sea send souveniers sweet teasing the think this you
1 | ! ? a call datebox digits11 digits2 digits3 digits4 essexcm fancies find from give guess is it know landline min on out p secretly somebody us wanna what who xn you
-1 | ? for on still tonight we
-1 | ? been crap hasn pattern recently t that the weekends
-1 | a have i it s scratches sore talk throat when
-1 | any at da office plm ur yes
-1 | ? are around asleep just not or still v you
-1 | a find good its ll way we
-1 | can country foreign good in lecture not stamps this use
-1 | bathe liao yup
-1 | digits1 happy man my new no year
-1 | cum defo digits1 fucking hardest hit il im it just lekdog luv me millions morow my myself shitin try u zoe
-1 | ? already are baby back belly computer did filling get goes hello how i it loverboy miss mom now s setting sighs the to up you your
-1 | are blankets my no sufficient thx
-1 | better flirt gettin gud hurt its little loving n naughty nyt rather someone than thought to
-1 | any de it just other talking thats they wont
-1 | able am atten class college going not so the to today
-1 | class holla i in later m will
-1 | ? ah easy good got its means selected sen
1 | call digits1 digits11 digits2 digits3 fancies find hb know ls out p pobox someone that to we who you
-1 | come it round s
-1 | ! because career change concentrate digits1 do educational here i im in into leaving my sentence that thing want
1 | ! age and bloke chatting digits2 digits4 eg flirting get girl join name now or s to txt ur zoe
1 | ! all and be daily days digits2 digits4 digits5 euro get informed kept kickoff latest news of results send stop the to u unsubscribe will
-1 | ? are available digits1 for june on rd soiree you
-1 | ? closes d dat digits1 do e noe place sells time u wat
-1 | ! analysis another at data doing finished got hospital i job monday my not on one or something starts sure the thesis when will
-1 | ! ? april at bak bath bristol but college comin digits1 drunk eve got hiya i in ink les my new off on rudi sends snoring st they u was week were work yet yrs
-1 | at call i m please work
-1 | drive lor then u
-1 | ? ard dat digits3 like y
1 | ? cash chance compare d digits1 digits2 digits3 digits5 does dot e eastenders f flower herself lily now or p quiz to tulip tv txt violet what win wkent £
-1 | field i m networking process support technical voice working
-1 | a any be can come days digits1 dont during finalise finish for i kerala leave might my need once plan prepared so take to travel urgent visit works you
-1 | ! as at before can class eve get good have if library not ok point see some sure tho time to try what will you
-1 | about at bitch fine i it later ll s that then you
-1 | dentist digits1 mum my no went
-1 | am call for free i me once sir waiting you
-1 | do i is me meeting my shall tel tomorrow u when work
-1 | bathing finish jus
-1 | alright back car i is ll make sure the tonight
1 | ! a are c call claim contact digits11 digits2 digits3 draw from guaranteed have hrs land line only prize shows that to todays trying u urgent valid we won you £
1 | ! attempt been chat contact dear digits5 final invited is our this to txt u ve xchat
-1 | a aight couple fb get ill in minutes on
-1 | ami iccha kaaj kicchu korche korte na oi parchi phone plz re ta tul
-1 | can clear copies download dvd movies where
-1 | by pretty sculpture the yep
-1 | after digits1 me movie only pm pokkiri surya too vijay watching
-1 | behave dont happen like me need no ok say tell this to what you
-1 | ? can get msgs phone pic to u your
-1 | else send someone to
-1 | a all always and anyone around attraction be beautiful because breath chicken comes craziest cry curry day doing don dream end every feel fight first for get girl give god happen happiness has have her i in is it lady later life like lot love makiing making me morning most my name named need on planet praises proove ready sambar say she should singing sorrows start t take tell thank that the then there thing things thoughts time to up when which whole will with would
-1 | a able alwys bt clock conected d digits1 evn few fr gud if in is itz like meet met ndship needle nt of only r same seconds stay t though v
-1 | ! don hands has he i spatula t think
-1 | can do never nothing you
-1 | am decimal for goodmorning gt i late lt min today
1 | ! a awarded been call claim digits11 digits2 digits3 digits4 from guaranteed has hrs land line mobile number only ppm prize urgent valid win with your £
-1 | any call da doctor from goto me mistake my please pls side sorry
-1 | ? meeting r we where
-1 | am come home i now only reached tired tomorro very will
-1 | gibbs now ryder unsold
1 | ? a ans answer b birthday correct dear digits1 digits3 digits5 draw elvis entered gift of on presleys receipt subscriber to txt ur voucher was when will £
-1 | address alright and be buy can don fret get i like ll march me okay ovulation postal send strips t test the them til to u wont you your
-1 | ? a are been birthday did good have i interesting ne nxt started thing to today u uni up when wrking you
-1 | and at busy by can come doing figure i or out point re some tomorrow we what you
-1 | and bored depressed drops for go hope on phone ring scary sittin the then though to waitin wind yeah
-1 | black blue c i jeans n shirt thk
1 | ! a awaiting com day digits1 fantastic find for http important information is log lucky message o onto out surprise there today urawinner user why www you your
-1 | a going hen night on swing with
-1 | ? afternoon am and are boy day early for goes good grins hmmm how i is italian love my online see to up waiting what woke you your
-1 | because calling every from i in is last me not of or smoke smoked someone texting that the time to two ve wanted weeks when you
-1 | dhoni first rocks s time
-1 | company ill ok tell the
-1 | ? an at awesome can digits1 get some th think time tonight usf we
-1 | means of so still teju that think you
-1 | amla durban ground home is kallis no this town
-1 | as convenience it lets make monday or per saturday so
-1 | ? driving evaluation for fri go hey is on time we what your
1 | ! a call claim digits1 digits11 digits12 digits3 have price to won you £
1 | ! ? a and bored chat chatter dating digits2 digits3 digits5 don em get if like msg new of p pobox rcd speed speedchat swap t to try txt w wq you
-1 | ? and back cancel cheyyamo get money some
1 | a and any anytime call delivery digits11 digits3 do five for mins network new now only or per phone pounds reply text tomorrow video want week you
-1 | ok plan then todays ur whats
-1 | aiyar digits1 forgot lor sorry tell u
1 | ! c can com digits1 digits2 digits3 digits5 for get have however in just mobile now our p part send survey t taking texts to txt txts use wish www yesterday you
-1 | by catching is mate my new not number on sleep some the this tonight up way
-1 | ! a brothers but d falls gal gay guy head height her letter luv of oh on shit situation throws whos
-1 | and check correction difficulties do errors had if so you your
-1 | ? fine hope howz pain r u
-1 | call i later ll sorry
-1 | ! ? are good how morning princess you
-1 | ? already digits1 e it nice piah quite s sar tau thanx u up wake
-1 | a anything do i k login need or
1 | as call can co digits1 digits11 dont for forget free information many more place requests stchoice uk wish with you
-1 | busy just lol no was
-1 | a com date everything fullonsms is lot message missing name number sender sent some text thats u via y
-1 | ? as different film its oh or usual vijay
1 | ! and chat digits1 digits2 digits3 digits5 don each find hg hl i j know lands ldn let me msg now only or other over p rcvd row s send suite t to u w years
-1 | ? a are busy day good had have mine much night really to tomorrow up was you
-1 | ? ago but copied digits1 ended got haf happy i jus lar long now paper really still study tot u ur use wat
1 | ! by customer digits11 digits5 future good luck marketing no notified reply services sms stop thank to winner you
-1 | ? babe i lost you
-1 | ? a ask help if me not ok s she tmr working
-1 | a drop in not tank the
-1 | ? can him more one said text that time you
-1 | call i later ll sorry
-1 | also change go i ok
-1 | ? a all and day did find for i kaitlyn sick sitter slept u was yesterday
-1 | accidentally and check didn got i it last left man my night on phone silent sorry t til up
-1 | be came hee hey i last min signing something think tmr up wun
-1 | adult an and but comment danger dont drugs experience from he i just learn like need no peeps real s the there they using would
-1 | but buying digits4 got offer only plus school yun
-1 | didnt it neighbors pick sure up you your
-1 | again i it k sent will
1 | a apply c comp cup digits1 digits11 digits2 digits4 digits5 entry fa final free in may over question rate receive s st std t text tkts to txt win wkly
-1 | computerless im make oreo some time to truffles well
-1 | a be haha i in now sec see that there yeah
-1 | am having her i not number sir
-1 | ! after air balloon hot i lol m now that
-1 | a also am and at digits1 drms gd i least making me moment msgs not now nt of pass r right say shesil silently swt that they think thinking time u
-1 | by can finishes girl his my once probably roommate swing up we with yeah
1 | ! ? be can co digits1 digits2 digits5 energy got in it itcould le lucozade or oz p packs part rally see take takes text the to u uk what with wrc
-1 | ! happy melody new years
-1 | ! better digits1 either girls have not other that to told yay you
-1 | ? abt already b digits1 eat forgot horrible i it long macs me more now prepared reply rite s shall so take than thk toot u until wat
-1 | ? a am any anything as be bigger by chance did die digits1 do fantastic first from he how i life lift live losing n need or person q say the think v will would you
-1 | came da hme i just nw to
-1 | are class day is no there to
-1 | chennai i in m velachery
-1 | ? flippin shit yet you your
-1 | a at breaking cstore give gt k lt me sec
-1 | ? around back car got just my yo you
-1 | annoying isn it t
-1 | am for goodmorning gt i late lt min today
-1 | hangin happy he if makin mr no not on point right s there to u
-1 | at campus case guess i in ll lodge see that you
-1 | done re we
-1 | anything come do for home i last me my one time to trust wont
-1 | a about all and appt doing girls hair i it missed my night out popcorn quizzes s shame this too up was we with worrying you
-1 | c ok ya
1 | call digits1 digits11 have new please voicemail you
-1 | he is matter mind my not other said saying some the there what
-1 | about also da he i know knows lunch menu only
-1 | account at been beneficiary credited decimal for gt has lt neft number on reference rs the time to transaction with
-1 | had job na otherwise part time tuition
-1 | called i know me she
-1 | also da day dear digits1 feel i me night til wait yesterday
1 | a cds choice com cs digits1 digits2 digits3 digits5 draw enter ldew music of our ppmx store subs supply to ts txt ur weekly win worth www year £
-1 | ! a and apart appreciated are argument but car dad from going having last map ok p reading semi that the things two whole
1 | ! a apr are as bonus claim delivered digits2 digits3 digits5 door exp get it msg no ok p receive selected sim subscriber the to txt word you your
-1 | arms be i in my need strong to you
-1 | april bday his in is real
-1 | ? ain be before digits1 gonna guessin here t you
-1 | after an come half home hour i ok then to ur will
-1 | ? almost game go over soon the to walmart want yo
-1 | ! all creepy forgot he i like ll now so t text that think we won
-1 | ? be good i ll lunchtime organise phone shall something that to tomo would you
1 | call digits1 digits11 have new please voicemail you
-1 | can damn do it just make or til to tomorrow tonight wait want you
-1 | a and apply digits1 easier for get high if is it life makes of passable phd salary score so true years you
1 | ! and digits1 digits2 digits3 digits5 every free friends get hl info just mob no nok nokia now p reply so st tell to tone txt txtin ur week
-1 | is know prakesh there
-1 | apps college come da me teach to when you
1 | a are been cash claim digits1 digits13 digits4 flights have holiday inc live operator or receive selected speak specially to u winner you £
-1 | account another delay digits1 for hr no receive sir sorry the time will you
1 | a accommodation address and at by com completely digits1 digits14 free global locations name p ph phb post receive reply various weeks will with www you your
-1 | ? be da ll project rite so submitting tmr
-1 | ans jus lar later ll me noe u
-1 | can easy fast gt i is k lt money not sell send something that to want
-1 | be do few got have in later may pub things to
-1 | call digits1 finish me meeting s
-1 | ! basq dancce digits1 dnot drivby drum edrunk fun hello how iff ihave makes n nhite no pthis quit ros senrd sorry x xxxxxxx
-1 | ? about character digits1 jada kusruthi lovable matured me not opinion over pls reply silent simple spl stylish your
-1 | ? are getting how much we
-1 | ? aft e in is morn or paper tmr ur
-1 | a are best do for great greatness having hope made new semester the very wish you
-1 | ! ? can did digits1 email get hmm i no oh speak txt u yes
-1 | ? about europe how i princess show the to want world you
-1 | and can chinese dad decide eat nobody to wants where
-1 | ? digits1 dinner going i m now out soon
-1 | download hello its pls site songs the to urgent which
-1 | ! bed credit digits1 do goin havin i is king know m mean more night not now of only sleep sweet the u what
-1 | ? come doing gal got horrible how in mc me sch some stuff u
-1 | call don have i if later me network sms t urgnt you
-1 | birthday d day dear happy heart many my of returns sweet ummmmmaah
1 | an as call digits11 for immediately is message please there urgent waiting you
-1 | an did flip friends goes half hour if imma in it like my shit with yeah
-1 | ? for plan pongal what your
-1 | el end gets himself just march nino of oh till wait when
-1 | bus chikku going i in m not nw room to yet
-1 | also am but cbe doing have in only pay to
-1 | accounts contact cum customer details executive for have id jd mail sent service to ur us we
-1 | a at cash downstem gettin good i m my news parents picked up we yo
-1 | ! aburo and are company countin didnt down enjoy get given good hope kz much of oh pleasure skyped so sura thank the to ultimatum ve we when wit you your
1 | and call digits1 digits11 digits2 feeling gay guys hungry it just min now p stop texts to up
-1 | an half hour i in see will
-1 | ! acid being by digits1 ever evil im in inperialmusic insects john leafcutter like listening men molested on plumbing remixed someone sounds the track weirdest
-1 | ? a bedbut been bellearlier didntgive digits1 go hey hunny i if in jenxxx just l loads luv mite mt sorry thepub tr up uwana ya
-1 | exact her now right seriously tell those words
-1 | bye cheery hee lecture off tee to
-1 | able cell chikku got i msg my nt or problem reply some sorry thts to u was y
-1 | can collected control dough get go havent i if it know let me number place pls sent so still the to you
-1 | ok
-1 | a are contact how i in know let lets me ok room settled to ve you
-1 | ? digits1 u up weirdo wot
-1 | can do lor
-1 | dont mode ok on phone put silent your
-1 | ? busy digits1 doing leh lor my report show start still tv u ur waiting
-1 | first ho is of oh the these this time type u use words
-1 | ? am doesn i one only profiles stalk t the who
-1 | ! a always but by cartoon ever express fails green gud in irritates is it jerry loves much nyt one person quote the to told u vry who
-1 | but drinkin i if m ok s she
-1 | just off others the took wondering
-1 | a and another at bay blue come day ended for gud has in leaves like may morning mrng night rays smile special sunny the way worries you your
-1 | ? already always cell day did do dog end from have i must my of on out run the till time to wait what word you your
-1 | $ am by deal deposit digits1 digits2 farm great hey may pax pm to tour
-1 | aft at digits2 done eat got jap lect oso rite ur wat
-1 | ! ? a and babe came disappeared for happened hey i online saw second then what you
-1 | a any april birthdate but certificate da date dont for give i if in is it keep my publish real secret shall special thanks the today treat way wishes you
-1 | ? aiyah already at did e lar nydc ok u wheellock
-1 | eat her i said shit tell
-1 | ! am but destination driving i my reach soon sure will
-1 | ? am an digits1 fifty for how i k much so th
-1 | ? are great happenin hear ola s settling so to well what wit you
-1 | and are bad better cocksuckers even feel for garbage if ipads it items makes novelty one should those wanting worthless you
-1 | he i liao reach said shirt t tot u
-1 | an bout broke c completely credit dads decided digits1 e fone fran go got i im is janx knackered love mrw my n no p s this u up way
-1 | ! appointment i ll make now right the your
-1 | and be chennai designation developer get is may she software
1 | ! ? call club co credits digits1 digits11 digits2 enjoy for from fun get gold help jamster logos more musicnews new only the uk videosound videosounds with your
1 | apply best co digits1 england gbp get go lionm lionp lions mono more n network operator or original poly rates reply ringtones the tone tones uk www
-1 | ! and be careful don drive ok t text
-1 | a always bb be even get i if in it its just ll need soon spirit sure there to trying
-1 | away be close go heart i if me much my plz r shattered stay to too u will with
-1 | ! ? alrite an babe bak being digits1 everything girlie he i idiot is love r sure txt u
-1 | actually but colour colours darker digits1 done e got hair i is light lor m my n now one other quite s she styling
-1 | a amp back bring digits1 gray here i im jus listn little ll me promise remembr sad say smile u ur walk wanna watevr whenevr while wid
-1 | anyway give me nothing ok treat why
1 | ! among and answer be book chance digits1 first harry newest of order phoenix potter questions readers reply the to win
-1 | correct how so today was work
-1 | ? again and bed do in just moan princess scream sent you
-1 | ? ago already dunno i long other thing up wake what
-1 | ? even getting just oh u with
-1 | amp area before call can clock coveragd digits1 have i in me number o of out plz reach shows so to urgnt vasai you your
-1 | a fucking jay of retard s sort yeah
-1 | bathroom in sorry sup the was
1 | ! ? answer balance digits1 digits2 digits3 digits5 girl good in is luck next now question s sang the to txt uptown ur who £
-1 | am ask come do dont i know like me mistake of only out questions so this to what
-1 | aight ask i jay ll no rush
-1 | call good me morning plz sir
-1 | early it lar nite ok s sleep too u
-1 | ! ? a all canada day done eh extra get grins half hour in is longer more much must oh so syria than that time us with work wow you
-1 | amp around be break but cares closer enough find from get getting goodnoon hearts hurt just not our out put safe sometimes the to walls we who
-1 | carlos digits1 gauge go in interest may meet not or patty s so sweet that to u we
-1 | ? buying c meh need no she then to today
-1 | be completing every monday nxt vl week
-1 | ax im might there well
-1 | a another chill could digits1 emergency for how hrs if is it just not okay pain see sleep so surgical the unfolds you
-1 | i ll scrounge something to try up yeah
-1 | fredericksburg on somewhere were
-1 | buen like or pases que something that tiempo un
-1 | ? a and bag getting has here i if is it m night ok sleeping stay the tired xavier
-1 | any doesnt need she test
1 | ! a c celeb co day digits1 digits13 digits5 dont every free george jordan miss more of out pic pics pocketbabe s saucy sexy st then to txt uk wk £
-1 | bugis near oso wat
-1 | ? class no right theres tmrw yo
-1 | and be com compass digits1 gnun guide heart in let loose map mind never sent sms soul u ur via way will world
-1 | ! ? and are at baaaaabe class digits1 go have i misss my teach to where you youuuuu
-1 | convey him my regards to
-1 | convince feeling him his hurting its main ned not possible the tht to u witot
-1 | ! ? across afternoon and any come day goes good happy how i love loverboy luck make my of sea send smile sweetie the think to way you your
-1 | and avoids be becz best break by chain d dat day digits1 dis dont friday frnds get gt gud hav i if in life like lovers lt marry mins news of on person pple problems read send sent suffer the their they this to tomorrow u undrstndng whn wil will with you your
-1 | arrested day dude got guess just other the who yo
-1 | ? change digits1 noe now r say shuhui steamboat suntec u where
-1 | ? dance do does river the what
-1 | ? be first for go hey i join late lesson m mrt only pretty reaching really the to tp want will you
1 | box call cr croydon digits1 digits11 digits2 digits4 fantasies hot just k live ltd min now ntt p per po wb
-1 | at bbq come digits1 from ish mine sat this ur welcome
-1 | bein bout don enough everyso goin good he i know not often on panicks s same starts t that thing wrong
-1 | another butt did making try you
-1 | abiola are feeling fill great hope in me pls you
-1 | ? bar fun go have i in n ok or out shd so some something sound though town we
-1 | cover dictionary digits1 gently go gt hand interesting its lt mode msg on press put remove screen the to ur with write
1 | ! biz collect digits1 digits12 digits2 digits3 digits4 digits5 from gbp go mobiles mtmsg must new no nokia only optout tc to today txt txtauction www yours £
-1 | finally fyi re ready we
-1 | auntie her huai juan never phone pick up
1 | bluetooth call digits1 digits11 digits2 double for latest lf linerental mins mobiles mobileupd offers on optout or orange price the txt very
1 | ! and digits1 digits2 digits3 digits5 every free friends get hl info just mob no nok nokia now p reply so st tell to tone txt txtin ur week
-1 | dnt i tlk to u wid wnt
-1 | ! appear are but by days for forget front goodnight ideal in is made not of our path paths spend the to us waiting walking we what
-1 | a another arm can cuz feeling go got i is its my ok shot so time we weak
-1 | ! ? a and bt can d dat digits1 do f g get girl girlfrnd grahmbell h hello his i invnted is it knw lift margaret meaning moral msg n name not o of one person phne real s say she storming t telphone u wen who wt yes
-1 | ? and are around ask been bout comes d girl i in ok popped s said she something that this to tonght wen you
-1 | all best digits1 e exam later ur
-1 | ! a am chinky come digits1 doesn head hope hurt if in ironing like much my of pile ploughing round staying t through tonight ur way with you
-1 | a aust bk den digits1 e effect fast gee go got haha later lose month muz put so thk we weight where
-1 | ? a boytoy cafe did friends get gone got had how i love my net of on online phone recharged the think to were wonder you your
-1 | drugs haha just kidding needs papa
-1 | b can digits1 for go haha i lessons one shld stretch thk wana whole ya
-1 | ? digits1 dinner meeting r still tonight we
-1 | ! a am and cool dignity gentleman i respect thats treat will with you
-1 | from hear i shall start
-1 | bad digits1 feel lar lor need no then u wait we
-1 | and anyone as at beware com confirm disclose do enter frauds gt have icicibank in log lt not of or payee registered share sinco to urn you
-1 | about and care caring decided for i is losers no only people stuff that vote who
-1 | beta den e enjoy gee go i jiu kaiez ll msg option second sounds thk tuition u ur yan
-1 | and anyone as at beware com confirm disclose do enter frauds gt have icicibank in log lt not of or payee registered share sinco to urn you
-1 | actually getting house leave ready the to
-1 | ? any k special today
1 | ! a awaiting com day digits1 fantastic find for http important information is log lucky o onto out surprise there today urawinner urgent user why www you your
-1 | after do gotta it that then we
-1 | at hungry too were where
-1 | customer machan pls speak that to
-1 | amp beneath come dreams goodnite in light moon of out pale some someone somewhere sweet the there think true u where
-1 | ! affection angry bcums being care childish coz d da day deep dnt have is it kettoda lovable luv manda most n nice of seriously showing take true u ur way wen wid
-1 | ? abt and character him how is opinion so ur wats
-1 | and as chords fucking is jay me snickering speak tells that the totally up we x
-1 | before cut few hair hours no to went
-1 | a black but car cos dun i no one rem saw seeing silver thk wonder
-1 | are better feel gud mrng only silence speak than the when words you your
-1 | currently for in no s scotland she that
-1 | ? all do this week work you
1 | age awarded cd com congratulations digits1 digits2 digits3 digits5 draw either entry free gift ldew music of our ppmx tncs to txt ur vouchers weekly win www £
-1 | message now only saw yes your
-1 | at be gt i in like ll lt mu seconds
-1 | ok
-1 | ! ? bit boyf digits1 done exams exeter fran good got gotta in interviw is ive march no r revision still thanx thing with worried x
1 | ! arsenal but condition dartboard doubles for good no or sale trebles
-1 | ! a and at back because building coat don get gym have home hurry i just look more no sick t the to want wear you
-1 | all alone always am but everybody happy i keep me my nobody painful personal recognises the thought time to try when
-1 | for lovely rock thanks ve wisheds you
-1 | and asked chennai come for i job search sen to
-1 | dad oredi out went
-1 | ! about anything cos done feel guilty haven him hope i its jus m me missin really t that to true yet you
-1 | aiya digits1 dinner dunno early go i juz late lor mah or so still wat we
-1 | ? addie back do fact goes i in leave or school think to tues wed when you
-1 | a all amp birds breeze bright cool day flower fresh goodmorning have nice sun these to twittering u waiting wish
-1 | for going restaurant ya
-1 | ? askd did i its just knw no ok tht u
-1 | chinchillas ducking those
-1 | a am function i in marriage
-1 | a b bout but company could desperate digits1 digits2 earlier for getting goin head headstart here i if im in ish leaving like looks meet my r rummer to u we were wil
-1 | ! a all and any certainly don flying friend give i mind mine monkeys of t that they think wot
-1 | digits1 say thanks
-1 | comes me msg rajini when
-1 | ! ? are i in june lessons practical start taking ure when ya
-1 | because drugs good i need s that
-1 | all can cos decide faster going home liao my sis
1 | ! ? a area chat digits1 digits11 fancy finally flirt free get help here in join just matched now optout or reply sexy singles stop summer summers to txt up with yr
-1 | ? checking going got haha i lor mails me n now online or replying sleeping spys take to u wat you
1 | ? alone am borin c calls chat claire cum digits1 digits11 digits2 digits3 havin here hope luv minmoremobsemspobox nite now over po time u wa wanna xx £
1 | and bought costing digits1 etc getting more now offering one pound ringtone texts tones
-1 | ali astne bilo bt chikku d edhae halla innu is ke lyf lyfu marriage meow mundhe nt ovr program so vargu yalru yet
-1 | ! aah at first gets in kinda one speak tomo twelve
1 | ! a asap attempt bonus call caller digits1 digits11 digits2 digits3 is mobile nd no on prize reach the this to urgent won xxxxxxxxx you your £
-1 | actually already ask at but come dad digits1 down fall falls fetch him home i ll lucky m makes me my n prone quite thk u wat
1 | ! a are collect digits1 digits11 digits2 digits3 digits5 gb guaranteed ipod latests llc mp msgrcvd mt no nokia ny or p phone player prize tc the to txt usa word you £
-1 | account balance been by decimal gt has id inr is keralacircle kr lt prepaid refilled rs successfully transaction your
-1 | i out permission touch with wont you your
-1 | and dear digits1 friendship good in lovely morning my nature nd personality rd smile sms st style th ur wonders world you
-1 | dose fever for small some tablet take
-1 | first have must oh out real shopping taken u valentine your
-1 | ? address an email in incomm is it just right sent that to with you
-1 | a and doesn e ends friendship game is it march may not on play say start t to today tomorrow word yesterday
-1 | ! ? be gonna i know m nice not now pay right should texting ticket wait ya you your
-1 | ? a aft at digits1 dinner dis i lotr m me meet my nite not sis so u w wan watching
-1 | away keeping like me this why you
-1 | any but concentrating cos digits1 final i it jus lor m me modules my not ok on project quite s starts taking tiring today trip uni was yr
-1 | ? always been have saying welp you
-1 | a browsin compulsory guy i is m
-1 | ok
-1 | call i later ll sorry
-1 | add and at but can care don dude fuck get hey i if it least money off really should t that this to want you your
-1 | ! ? a across and are do from goes happy hello how i job kiss lover me my new now of sea send slave teasing that the there think wake you
-1 | gautham i number to told your
-1 | i juz ok receive
-1 | ! a all beautiful believe cant good have i in later library love many morning really said say see so the things this to wanted was when you
1 | account activate been biz credit credited cs digits3 digits5 free has just messages no t text the to txt with word www your
-1 | but come end everything in its might not okay out she still the vomit will
-1 | a but c cold do everything extra has it its keep lots nothing of pls serious the to vitamin warm weather with
-1 | ? anyone centre down driving e gals going hey of tmr to u
-1 | always and but get have i in it just ll m may me message messenger mobile mode now on reply send sha the to will yahoo you
-1 | be for gt i it lt m now on putting ready should time
1 | ? ac ans but channel day digits1 end energy high is it jsco know leadership may not psychic question r reply skills sms strong u ur w where
-1 | based for host idps linux systems
1 | a box call cr croydon digits1 digits11 digits2 digits4 fantasies hot is just live ltd min national now ntt p per po rate wb
-1 | ? da don no plan whats you
-1 | almost god home i m my oh
-1 | converter download free google in search this total type video
1 | a along for free just karaoke link mobile now on reply sing stars thanks the vote with your
-1 | ! affection angry bcums being care childish coz d da day deep dnt have is it kettoda lovable luv manda most n nice of seriously showing take true u ur way wen wid
-1 | anyone as be but by do dont except gud love loved make much nit so someone that them they to u want when you
-1 | ? and are college from is its jenny leanne now pete phone still this to up what you your
-1 | ? at be check don eight from half just me mind ok oops picking sorry station t that to tomo up would you
-1 | ? a and any be because big but can come connection could directly disc do download file files for format from go great had help hey how i if internet it kiss know me might moment my or other over page prey remember send set some someone stuff sucks sweet t teasing tell that the their them they to up want was way when won wondering would yahoo you
-1 | all best congrats k the
-1 | ? get i if ll text this wonder you
-1 | and come give good home i lovin need some to you
1 | arrive artists brand browse content free from install is just live mobile music new now on our phone player service shortly the to top will your
-1 | check corect e i sarcasm speling wid
1 | ! a attempt awarded bonus box bt call caller contact digits1 digits2 digits3 digits4 is mobile national nd no on our prize qu rate this to urgent was you your £
-1 | angry are dear happen me what with you
-1 | already cos darren digits1 dun e forum going haf hint i in is lor n ron shuhui tell thk told u
-1 | ? are cts employee hi how you
-1 | aunt find from nike out pls
-1 | ! ? and are barely can day goes how i if it know love miss much my of sooo stand think well wonder wow you your
-1 | means no screaming shouting
-1 | a earlier have i or picked receipt should something up
-1 | ? chennai i settled think well
-1 | ! dang didn i lol mean o oh send t that to you
-1 | airport all at be don evening found from go going have i just ll my of one out pick should sister so t th that the think to try unfortunately up ve we
-1 | day on remember that
1 | a auction digits1 digits2 digits3 digits4 digits5 free get have hg i is jhl lands nokia now our part row send suite take this to w what when win won you
-1 | ! ? even feel hardly how it just mr my not play real s tho u valentine yo your
-1 | all difficult fingers good it makes sounds to type
-1 | ? after because being don i m make much not re smoke sure t that to told too trying want xavier you
-1 | come done k nordstrom re to when you
-1 | a amp an ayn bt can do dreams ese evrey exmpel friendship goodnight gving have im is it jsut konw mitsake msg nice of raed rael sitll sleep splleing sweet tihs u waht wihtuot wrnog yuo
-1 | conference da now press
-1 | after completed degree finance in is joining no there use
-1 | ! ? afternoon and any are being bleak do filled good happy hmmm job lazy love me missing my or prospects what with you
-1 | anymore disturb jia shant u you
-1 | bishan buy car cos early gotta i if lar my nearer need no now park so
-1 | and buff dude for got he old raiden snake sux
-1 | a and ass at back get he hi kegger preferably says south tampa to your
-1 | e for gift in jus msg now said thanks u
-1 | too u
-1 | ? do totes u wanna we when yeah
-1 | cardin costs digits2 dis found i its looks normal ok on one pierre sale which
-1 | a about and body establish good has if is know learn more person rhythm sleep that the to use want will you
-1 | ? doing r u wat
-1 | a anything best big but digits1 don for gud life line meaning miss nyt single t ur with
-1 | ? a adventure and any chance gang gas go got grand just money nature on some the to want you
-1 | a also cloth digits1 dnt ice in pack pieces tablets take use worry
-1 | a car dude its just parked popped saw sunroof sux up with
-1 | digits1 doors finishing im tmrw
-1 | a ago and blanked days digits1 few for g gt guy him i lt only s saw sell that the wants why wifi with
-1 | am at be i late there will
-1 | im off pissed pretty whatever
-1 | class dont have i image in much that
-1 | apartment buy chennai going got i in no rumour that to you
-1 | kalainar near office thenampet tv
1 | balance cash cc currently digits1 digits11 digits3 digits5 go hg hl in is j lands maximize msg now only p pounds row send suite to ur w
-1 | afternoon c catching digits1 e her i in is lor m my not or show sis so tmr today u w wan watch watching
-1 | can fast gd haha jiu liao so sounds u wah yan
-1 | ? am be freaked guess i idk if m no nosy over reacting to
-1 | a all and as be days destiny during get going hurt i imposter in it keep may me mind need of over pay pray price remember said same satanic so that the those to u whom
-1 | ! ? all are bet brothas chasing i is princess that the why you
-1 | ? book chez eight for half i if jules ok s shall that with you
-1 | hhahhaahahah in leonardo nig or rofl room something was wtf your
-1 | at derek digits1 house lt now s see sunday yep you
-1 | call i later ll sorry
-1 | a and anything are as back be but call digits1 dime dollars every expect for from gives gt he here him i if in is it its john know let like lt me nigeria not okay pay plan practical r same sent so something strain that the they things to uncle was wondering would years you
-1 | after and anyhow are can charges like no other there transfer withdraw you
-1 | and bcoz bslvyl called dont fall falling find force hold in is its just know let love search smeone thats there to u why yourself
-1 | a big but fire flame i is it just love my not on rawring set soul spark xoxo you
-1 | ! a and crushes dat decided den digits1 enjoy god has is made make meet perfect person someone somewhr surely till time to u ur
-1 | honeymoon my outfit s that
-1 | again back going help if it propose tomorrow we will
-1 | ! a all are bad blame blessings both day days essential experience give gods good happiness in life morning never u ur
-1 | cheque collect confirm pls the time to
1 | a ans are as b correct digits1 digits3 digits5 draw entered gift next of olympics on receipt registered subscriber the to txt voucher when will yr £
1 | ! a awarded been call claim digits11 digits2 digits3 digits4 from guaranteed has hrs land line mobile number only ppm prize urgent valid with your £
-1 | check gotta i leo out probably still with yeah
-1 | ? any k other special then
-1 | and are as ass carlos done haul him his i is know let ll me patty smoke so sweet taking tell time to usual want when you
-1 | nothing ok pa problem
-1 | a and digits1 dippeditinadew flower friend gifted god he is itwhichturnedinto lovingly picked the this tomeandsaid touched u up
-1 | came hostel to when you
-1 | after come i ll lunch no ok prob then
-1 | b cya dat digits1 digits2 haf i instead jus leaving ll meet more on shanghai so st telling time u up we
-1 | ? all big day for ready tomorrow you
-1 | a around be i ll lot mu probably
-1 | digits3
1 | ! ? at be call club co credits digits11 digits2 enjoy help info king must need or pro redeemable ringtoneking rt uk video www you
-1 | ! anjie darling dey how laugh me meanwhile my s sef you
-1 | da food from had i mm my out
-1 | and are batch being btw carlos difficult gas get go gonna guys i is k makes pick second sense smoke so the up while you
-1 | ? app did download fring the u
-1 | can chat fb friends on stay that u with
-1 | ! babe bed dream fuck go here i is lonely love me miss much my now of sleep so sooooo to were wish with you
-1 | also being but difficult gud is laughing living loving nte simple too tooo very winning
1 | a admirer call contact digits1 digits11 find have is looking make on out r reveal secret so special they thinks u ur who with
1 | account and credit digits3 digits5 free just ll msgs ok text to we your
-1 | any at call dear don for have hi i if its know least me or other problem reply t tell to urgnt want wating whats work you your
-1 | ? are dear how ok you
1 | ! been british bx call claim digits1 digits11 digits2 digits3 for have holiday hotels in london nothing of selected ss stay sw to top worth you £
-1 | ! ? a date dinner go have like many next on sounds talents to week would you
-1 | am at da day digits1 film going i pm sorry to
-1 | already digits1 her i m movie not now shop shopping so w wants watching we xy
-1 | ! a adoring and animal as buzz d friends grins hello i just kiss little loved my naughty party reminding send thought were with you your
1 | addamsfa co digits1 digits2 digits3 digits4 digits5 dracula eerie eg exorcist getzed ghost munsters nokia p pobox rply title titles to tone tones twilight u uk w wq www
-1 | a and brought cared come constant down face feel for have heart into life loved making me my on putting shiny smile sun the warming you
-1 | a and around bit but didn evening fooled french fuck guy here him i in let me met no shit so spent surprised t that the town wasn we went with
1 | $ a allow are as b bill companies digits1 for g give guarantee has just networks on responsible sell shop sms so suppliers their they to what
1 | ! ? a c cam company date digits1 digits11 digits3 digits5 feelin freemsg got hlp hope jst keep kinda like lnly me moby msg my or p pic rcv reply stop to txt u wanna
-1 | all alright here man re set text the we
-1 | ? am and are at but can do don feel go hi i keen kind mind not of out re shouldn so t they to tomo we where you
-1 | feeling nt sleeping well
-1 | have india lead take to
-1 | class digits1 her i in l ll out post r
-1 | brother did fly thts to wat wright
-1 | ! at but don evening event fill good head if in laden ok see six somewhat t then throat v will worry wrecked you
-1 | a it its laptop take with you
-1 | any anything bag called dont file find have i if in ll me my of room tell was when work you your
-1 | b but early home i lei me mind neva now outside so then too wan wun
1 | a action c cash chance custcare digits1 digits11 digits3 digits5 every for movietrivia p s t to tv txt ur win wk www x £
-1 | advance and family happy in mas merry new wishing x year you your
-1 | at digits1 go na ok we will
-1 | a couple fb i just m of on outside pics posted s snow still there too up waking yes
-1 | going good have if lead one partnership s take we will
-1 | ? at class s where yeah your
-1 | bec in just na no send temple to you
-1 | ! ? and aren between class coming home i need out right shower t to work you
1 | all am busty calls chat daytime digits1 digits11 digits2 digits3 fl free fun hi hp if janinexx lookin married minmobsmorelkpobox next now saucy sort time ur week wiv woman £
-1 | fan ma v
-1 | already at ate but cos dunno e gals i inside it late laughing lor me n r reach s spageddies they v was we when who
-1 | all and dimension fourth guess in last night of out phasing spent the who
-1 | after all and ask call crazy dad gets gonna he is my now of out questions so these work
-1 | at but compromised d end ever everything for gud hurting i lines love me meaningful mornin my n very
-1 | ! digits1 lmao nice
-1 | glad reply see to your
1 | ! a are call claim contact digits11 digits2 digits3 draw from guaranteed have hrs land line only prize shows that to todays trying u urgent valid we won you £
-1 | buff but dub je nah still
-1 | acting all being but earth happy i inside is most on pain painful the thing thought toughest unspoken was with words
-1 | ! ? digits1 fine get in is it ok s that to yeah £
-1 | ? come do ideas lol these u up where with
-1 | ? all but day dedicate dedicated first for frnds is me rply send song this to today u ur valuable which will
-1 | ah okay wait we
-1 | ? lei y
-1 | ! about at babe be bed but call digits1 hi i im in likely love me most r really see so sorry to tomorrow tonight u wanna xxx
-1 | bb bold digits1 do or torch want you
-1 | back cramps going sleep stopped to
1 | a are award call claim digits digits11 digits3 digits4 ending four if last matches my number numbers please received selected to todays vodafone with your £
1 | ? digits1 digits11 digits5 free get per ringtone send sms st stop sub subpoly to top week weekly
-1 | bring cd don forget tat
1 | ! ? a algarve ansr country digits1 digits2 digits5 dvd if in is know player q quiz sony sp sunshine the to top txt tyrone u which win wkly £
-1 | at but don dudes i know m poker raping t
-1 | ! and ebay friends girl give god loads make money more no of on or something thanks to weightloss
-1 | ? but eatin first frens going home i later lei m my now wif
-1 | already embarrassed finish i keep mushy ok saying so they yar
-1 | and can dry i last man more my night pick ran sorry stash sunday t until up
-1 | are doctor hai pa priya right said what where you
-1 | ok
-1 | ask call father mummy please to
-1 | but can cannot come cos haha house messy my room still
-1 | ! as digits2 have i kilos lost of today
-1 | ? accidant amp between can do don ghodbandar i might moves plz rd slip slovely so somewhere t tookplace traffic what worry
-1 | ? ah btw go if in now nus sc specialise wad wana where wkg yun
-1 | ! a am and bed dislikes i in likes man me one please tell woman yes your
-1 | appreciate call doing earlier i my test tomorrow was will you
-1 | a ah b dun fren guy me meet muz other rite u wan
-1 | dinner even gotten haven no on promises t though when yet
-1 | ! ? any back bed dislikes do got have i in you your
-1 | album had i love mi o on out phone stereo the turns under unknown
-1 | don i not see t why yeah
-1 | ? asking be classmates do frnds knw may nt or them u ur
-1 | ! ? a about actually after are around digits1 do earlier fires have life lol or out putting sorry talk to you
1 | ! back book boys club digits1 digits4 digits5 info ltd pre r take that the tickets to tour trackmarque txt u uk vip vipclub win with wow
-1 | better disturb dun go liao lor me msg sleep then u up wake
-1 | bt close dificult digits1 easy either fighting fightng if is lose or some still the to u who win with world
-1 | am entertaining especially even getting house hugh indeed laurie stick the thing very watching whole with
-1 | ! another goodo i ll look meant one praps thought tomorrow you
-1 | bold digits1 gt is lt that there yours
-1 | gt i in is know lt minutes shall speak then there to you
-1 | ! ? alrite at bedroom chillin da didnt digits1 down end goin hunny in instead jen jus love me mo nite pub town u up wot xxx
-1 | centre i project to went
-1 | at guess i lol not point this yeah
-1 | doing frens lor project w
-1 | aint all at bad complaining i lol quality so well
-1 | ? can happen k that tonight
-1 | come finn going i now re s think to we
-1 | had special there tired what why you
-1 | come di i tomorrow will
-1 | a cant i message now phone pick pls right send the
-1 | anywhere guys invite me never u
1 | ! a and bahamas callfreefone cash claim cruise digits1 digits11 digits2 digits4 either going live of only operator opt out speak to txt ur x £
-1 | ! and bedroom both can do i inside outside please that the to want you
-1 | ! ages at calm cos digits1 doin downon end ey haventcn if in itxt iwana j know love me nething r ring sat theacusations thew u up ur wotu xxx
1 | ! and because call conacted dating digits11 digits2 digits3 entered fancy find from has is it landline n our out phone pobox service someone tf they to who you your
-1 | ! all at been but care cause cool digits1 doin got have i inspection loads luv m nursery of our planning services sn social spk ta take the tired v we wk x
-1 | account and ask details don i is know mom my now of out reach send will you
-1 | have i number the think u wrong
-1 | b do late love mum not
-1 | got it mail panren paru
-1 | about bac black carryin chuckin digits1 green n on red save them thinking train trainners ur was
-1 | from give miss number one please that
-1 | ? am how i is next of out schedule this town week weekend your
-1 | again dhanush good once really rocks
-1 | anymore be do hair i lmao my needing ok to u wont
-1 | love miss need want ya
-1 | ? a and away digits1 do ever for get go head in it like listen no reason song stuck t til times to u won your
-1 | ? abt chikku habba hw nt simple u yet
-1 | come contacts dear dileep forward goodnight got here i if late less look lots mail mentioned muchand not of one remember shall so support thank there till to tomorrow try up ur venugopal very you
-1 | bcoz be bslvyl but everyone everytime forgets heart like liked much not ones remembered remembrs someone sometimes soon very will
1 | ! at customer digits1 digits11 digits2 digits4 digits5 from get hi ibh loyalty mobile new no nokia now offer only start t the to txt txtauction word yours £
-1 | $ algorithms digits2 digits4 edition for hi i intro is it m regarding s second selling textbook the this to yijue
1 | a auction digits1 digits2 digits3 digits4 digits5 free get have hg i is jhl lands nokia now our part row send sms suite take this to w what when win won you
-1 | ? by come k now to us want
-1 | already both but can digits1 doing e go got ha haf i in mind of or same smth thing thk tonight tv u us watch where
-1 | dont facebook far how new on pictures put show up yourself
-1 | got i job new now tv watching
-1 | ! ? adore afternoon always and are as buns fine first goes good happy how i job know love my search sexy the thought wake wish you your
-1 | and chikku digits1 favourite its my of ok song
-1 | ? did facebook i on posted see u what your
1 | ! call digits3 digits4 freephone now
1 | a arcade buy chance charge co console digits1 for game games invaders no o orig press purchase see settings space std terms uk wap win
1 | ? any back been call can digits2 digits3 digits4 digits7 for free have help homeowners loan or previously purpose refused still tenants text we welcome you £
1 | ! alert big box brother bt call cash computer cost cro digits11 digits2 digits3 digits4 for has k landline mobiles ntt or po ppm selected the u vary voucher
-1 | c later oh u well
-1 | a atlanta great guys in my semester uncles wish you
-1 | and bcoz bslvyl called dont fall falling find force hold in is its just know let love search smeone thats there to u why yourself
-1 | believe dun him i thk told u
-1 | ! ? amp between by comes created do fills fingers for gap gaps god hand holding is know love made one so that those who why with you your
-1 | in lol sun sura tv yes
-1 | a but done i leave ll m now shower takin when yeah
-1 | a am bit but chat eyes for free in later more not philosophy so text to u up when will working
-1 | about always b but careabout didn digits1 felt haven here how hurt i ill intend itried iwas knew lost marine me never s t tell that u urmom what when
1 | ! a an co digits5 exciting eye foley have ipod keep mobile more mr on or prizes so soon t uk ur visit we win winner won www
-1 | gave how i morning much to you
-1 | ? a alright am babe back bit come desparate fake felt have here hope i job learned love might my that the waiting was when worry you your
-1 | ? address and answering blake but can carlos got he hey him his i lost me meet not phone s tell there to wanted you
-1 | ? can first get i on opinion something your
-1 | can hit if in it me move off we with you
-1 | ? afghanistan air am and do excellent force gt honest i in iraq like lt spent stable the traveling years you
-1 | i movie that wanna watch
-1 | ? in lor ok school thanx
-1 | at bus gt leaves lt the
-1 | ! bless dear get god good i my pray sleep will
1 | a app are award call claim code digits11 digits2 digits4 ending have if match numbers please quoting rates receive selected standard to todays voda you £
-1 | a day dearly do have i love nice so today you
-1 | a aight ask few i ll my of roommates
-1 | ? again and any beer do have house now there whats you your
-1 | ? all combine da digits1 do going how meet n of parts project rest s the up wan
-1 | bak digits1 getting go ill is march mate me my on pay sat terry th them tickets treat tue txt walsall want
-1 | all are at but call can dont eve hi home i if im its jess know me u when work xxx you
-1 | ? aft digits1 do got liao meeting now sian supervisor u work working
-1 | ? are ccna exam going this to week write you
-1 | ! b d digits1 i in shrek watch well will
-1 | dat dunno he lor me ok s told wat
-1 | be by even going i if later ll on or probably s something tomorrow tonight
-1 | a and as be couldn dying feel for go gone he him i into is just know late man night no probably sad say so t to wanted will would you your
-1 | if lifting me no of one re then thinking you
-1 | email id me sent soon ur
-1 | ! but dat de dearer dem feel happiness is just makes meet miss not pain people some them u wat when
-1 | a aid all and bam been best called can dec didnt do done dude fantastic first for from gt had have hear hope how i if is just know ld like lt okay package people plus reading really received s since teresa the them then these they thot to up usmle what when with work year you your
-1 | a babe good gorgeous have hey is man mobile mwahs my number one squishy work
1 | ! and costs digits2 digits3 digits5 for g ga getting hottest just me now p phone pics see straight text textoperator to txt wanting wet xx xxx you your
-1 | oh s should stay that the way you
-1 | ! a call for got hello i job monday on starts taking thanx that
-1 | ? flight is time tmr ur what
-1 | a bite cheek have i mark my on prominent rather right
-1 | ! be by september then will
-1 | ? are now right wet you
-1 | and how husband s your
-1 | ! ? a access are at better cos digits1 digits2 doing end finish from get got i just letter library march move need norm of on out point so some sort st stuff tests the til to today tomo tomorrow we
-1 | a and anti feeling got i if joanna list m only really social u with yeah
-1 | am i in na office your
-1 | ? are comingdown later you
-1 | da good he is player unsold why
-1 | ? after at call class do five hi join later me meeting sts them to u want with
-1 | ! and but damn decided elliot engalnd has in it its kissing let me mia on t telly watch were won
1 | b call d digits1 digits11 digits2 digits3 free linerental mins mobileupd motorola mth mths net nokia on optout or price tooth txt upto with wv x
-1 | digits1 every get got in job life or thing will wipro years you
-1 | ? cant card da get laptop lei matric my then wif
-1 | aft da digits1 digits3 dunno got is next payoh show toa
1 | ! bt call claim contact digits1 digits11 digits2 digits3 easy have is min national nd now only p per pound prize rate the this time tried u we won
-1 | day did even good have india know last like one play t team they though very year
-1 | ? ah are girl in k only reception the waiting you
-1 | ? amp blood c clean do god heart i it love miracle my need people pls say send slowly special ten this to tomorrow u with you your
-1 | a an annoying be day does everything fun hate her house how i in into look of she shopping should this trip turns what when would
-1 | ? come do me online s to up want what you
-1 | a at consensus could it ll meeting next reach the we work
-1 | aiyah entertain hee i lor me then u wait
-1 | a about all and as at bad be because bed bras but can choose clean d delete didn do don else embarassed even ever fact far felt few floor friend go going good have here house hurt i in is it keep knew know last laugh laundry least like m make making me messy mind not of on out pictures pillows problem really s shows skype sleep something strewn t tag take that the there thing things think throw time to top underwear up used want wanted was wasn wednesday when with would you
-1 | call him i now ok said you
-1 | and appointment ask available call connect fathima in is number the to waheed which
-1 | ? buy can go him i later meet or then wif
-1 | ! and belly don exposes fair forget fuck grins head i it knee know mmmm my not pulls pushes s smile t to too weaknesses wicked you your yours
-1 | at know mom to wants where you
-1 | aight back i ll m text when you
-1 | and ass can digits1 dont i know play ps srt supports think thnk through too usb
-1 | am baby didnt i jontin know meant oh ok what yep you
1 | ! are banned hot in like my nearly pics see so the they to uk were would xxx you
1 | ! answer be bonus com digits1 digits3 digits5 easy genuine hmv info just more now of percent play pounds questions real send special to vouchers won www
-1 | got i job new now tv watching
-1 | ! ? a again as beyond biro can do don ever is joke masters pen t thing this wont
1 | a admirer call contact digits1 digits11 find have is looking make on out r reveal secret so special they thinks u ur who with
-1 | a brother call day dear digits1 do gr have just missed my seeing your
-1 | ? finishing ok soon
-1 | can help i on sorry t this you
-1 | ! ? ass do doggy enjoy i love style you your
-1 | a asking excuse for gym i is jog lazy people the think
1 | ! attempt been chat contact dear digits1 digits2 digits3 digits4 digits5 final hl invited is j lands ldn msgrcvdhg our p row suite this to txt u ve w xchat xxxxxxx yrs
1 | ! abta await box call cash collection complimentary cs cw digits1 digits11 digits2 digits3 digits4 from holiday landline or please ppm sae t tenerife urgent wx your £
-1 | at car collect da digits1 gotta i lei
-1 | ! and at but came full good home just knackered lark not ok sleep this time to went work
-1 | earlier i if is it probably s station than that the think where
1 | call chat digits1 digits11 digits13 digits2 dirty extreme going in knows listen listening live min mp no now office on one p privacy right sic the to total your
1 | at bored digits1 digits2 digits3 fones freemsg got hey hurry i ill im just my of p pic pics rcvd reply send so stop these this to txt u up video wild work xxx
-1 | don have heads left much t that uh up we
-1 | at come cos course darren digits1 i jus lim look mp nice of outside player say shopping sim tot u wat we went
-1 | ? aight come do down good me sounds to want when you
-1 | from home i love working
-1 | ? and coins double know me miss must not parachute the u vday very well
-1 | call i later ll sorry
-1 | birla da got in my placed sister soft
-1 | e haha make muz of okie unlimited use wah
-1 | at by i lambda m mu people re some table the there
-1 | an and angels being build fights get man old snow snowball snowman stop to you
-1 | ? babe ello ok u
-1 | ? aft dat going ikea str then u
-1 | al becoz cn duffer fr go got gt holiday in is it its jan lt ofice post she so the whn
-1 | away digits1 forever grr is like lol minutes mom my pharmacy prescription taking ugh with
-1 | and can cook electricity even for hungry i is m my out real sucks t this tho whole
1 | area at chat cnl com digits1 digits11 digits2 digits5 free gaytextbuddy guys horny in just name new one or p postcode receive rpl search stop textbuddy to txt ur
-1 | ? its mid month nor not of that the time
-1 | are can far fffff gone kadeem or text too you
-1 | eat elsewhere go leaving lor n not ok then thk u we yet
-1 | ? act all already ask b but can digits1 go got he i if late ll lor me n out qing real scold se so still then u w wanted where yar yest you zhong
-1 | bring dont food know some you
-1 | alone also am and current food here i no
-1 | at be book da digits1 dun fr haf home i in it ll s sch
-1 | ok
-1 | call don give gt hypertension like lt no oh times us we
-1 | ! a all and annoyin any be certainly don dont friend give i just mind mine monkeys of sleep t that they think wiv wot wud
-1 | ! could here it omg snow tonite
1 | a cash chance cs custcare digits1 digits11 digits2 digits3 digits5 entry every free gb ipod net or st textpod to ts txt vpod week win wk www £
-1 | both carry disturbing not of on you
-1 | bath i me pa tell to went what
-1 | avatar finished jus nigro
-1 | a are day great having hope you
-1 | ? any anyplaces did do doing either have idea know of s something you
-1 | at find hella my planning smoke stops usually weed
-1 | cleaning constantly do fact i is know m need not priority re shows that the to upset want what why you your
1 | a and are area arrange bb call digits1 digits11 digits2 digits3 dogging evening guys in join like ls minapn minded more not now people s there this why your yourself £
-1 | a actually almost and as at avatar d digits1 dude flies hittng i imp in one point reflex room the there thought tried was were
1 | ! await call collection cost costa del digits1 digits11 digits2 digits3 digits4 done holiday max mins now or pm pobox sae sk sol stockport tcs toclaim well xh your £
-1 | and cant come here job k search why you
-1 | a amp couple get i in know leave let ll minutes mu to when yeah you
-1 | at call can dat digits2 i make me sure to up ve woken
-1 | and can go hey hip hop jazz kb power we yoga yogasana
-1 | adewale aka battery egbon for is mr my the uncle
-1 | at bus digits1 min stand stop wait
-1 | i ic jane mary meant oh thought you
-1 | ? deduct haha how lesson no oh really then they tmr will your
-1 | ? bout digits1 goin im j nah the u with wot wrks
-1 | am going good night sleep to
-1 | aight at back eat grab i ll me mu re something text to too when you
-1 | and cant come here job k search why you
-1 | a any digits1 doctor for however hrs if in it moves next pain see side something take the to
-1 | howz persons story that
1 | ! ? a call datebox digits11 digits2 digits3 digits4 essexcm fancies find from give guess is it know landline min on out p secretly somebody us wanna what who xn you
-1 | awesome be lol payback that would
1 | are december digits2 digits3 digits4 digits5 free it messages text to until valid your
-1 | ! amp can crack d even ge gm gn god havnt honeybee i in jokes laughed m met moral msg person reading said sweetest this u wait world
-1 | all but from gone it nice now only quite soon speak tescos thanks was
-1 | ? a about bowa don feathery guys have i is know s something t that what
-1 | are cant close d even eyes i in me my our playing umma vava you
1 | a award call cashto claim digits1 digits11 digits2 digits3 digits4 digits5 even free getstop guaranteed have on or php stop ur won you £
-1 | it nvm ok s
-1 | enjoy good life night ur
-1 | ! and at bus but by can cos could don finished gep go have home in ish ll march meet stop t text then to town we will worry yes you
-1 | ? cool cum i in on or should thats where you
-1 | and chennai delhi silent still
-1 | alright haha i lol that thinkin too was
1 | ! ? be cup digits3 digits4 digits5 end fifa held reply send service stop the to weekly where will win world £
-1 | ! is know nobody shhhhh supposed to
-1 | call i later ll sorry
-1 | any arul call gt i in later ll lt meeting please related sorry thing to trade
-1 | amk at be coffee drink hey i late m need or tea to will
1 | ! abta await box call cash collection complimentary cs cw digits1 digits11 digits2 digits3 digits4 from holiday landline or please ppm sae t tenerife urgent wx your
-1 | a also but digits1 distract dun e fringe going got i is lazy length liao m n not now same shorter the thk too top u wan
-1 | antha corrct dane num s
-1 | calls messages missed no
-1 | basket be by full gettin i might s so the tonight
-1 | a and back darlin for got had hi i ive just lift much nice night really see so thanks the tomorrow u xxx
-1 | ! ? didn fb glad huh i is m no on other page proof really rupaul show so t the tool ugh valentines watch you your
1 | by co content digits1 digits14 digits5 enjoyed free help hope new p provided stop text to tones uk unsubscribe you your
-1 | ? been curtsey have practising you your
-1 | come get i pickle shall to
-1 | a boo for hoping i laugh lol was
-1 | a am day def digits1 digits2 feelingood given got havbeen havebeen i just luv made my ordinator pay payed preschoolco rise sat something up work yeh £
-1 | ? fish i it lmao memory need s when where your
-1 | b but digits1 going i ll mon my need on sch sis smth take
-1 | converted get idea live soon to will
1 | ! a click comes downloads fone for free get here hot just link members new next of open our selection sent the themob to ur yo
-1 | am decimal for goodmorning gt i late lt min today
-1 | any can community in major mel outreach rock roles t take you
-1 | digits1 hard leave lor mah orchard raining shopping them
-1 | and at baby birth brilliantly digits1 doing have here hi lb mother on oz the to
-1 | a and as be best but buy can choice choose clean d do don drop else embarassed everything feel for friend going happened have how i if intention it keep know maybe morning my never no once out rather room run s say so t than that the then this through to tried ve visitors wanted wants was what when who yes you
-1 | ask dunno go her i lazy lei mum neva out thk to yet
-1 | ? a about after and are argument bend can digits1 do doesnt earlier every getting gt had happening having i in inlude it know lt m movie of previews re responsibility rule rules s same showing start still talk that the thia this tired to want way we week what whatever with yet you
-1 | against beautiful but carefully feels goodmorning gravity heart heavy in is it leaves light our read someone truth very when
-1 | ? ambrith arun dha in madurai marrge met remembr u
-1 | ! a and blame but digits1 ever have he how i if it just long me no not re read really runs shame takes tell time u will
-1 | ? is kitty natural or princess shaved your
-1 | bb better doctor he his if it or than them use wife will wont
-1 | digits1 eve from onwards to tomorrow work
-1 | anything but digits1 got lor meh payoh place toa walk
-1 | a alex anybody ask don have haven i number s still t tactful thought to up way
1 | age can com digits1 digits2 digits3 digits5 draw every gift ldew music now of ppermesssubscription skillgame starting the to tscs txt u vouchers week win winaweek word www £
-1 | ? alone bored having i lunch now so u
-1 | ! and are but eggs head obviously pert potato soon speak the yes you
-1 | be car crammed full is man meant my nah of people to
-1 | ! airport at bar but digits1 digits2 got hour in job keep lie means new no on per satsgettin touch
-1 | already birthday but is my over thanx
-1 | ? admit and apologize ask back can just me t take to u ugh were wrong y
-1 | bf days den i k la lor noe oso other pei rite u wana
-1 | and boost energy i is kid m my of secret small the yes
-1 | avatar have is subtoitles supposed to
-1 | and in match office simply sitting watching
-1 | can down jot later remember things to want you
-1 | its oh over please sorry
-1 | any at buy can cereals digits1 dont food gari if ja like miss must or pack something store that what will you
-1 | always are bigger make than they things you
-1 | ? affair dun infernal to wan watch
-1 | afternoon digits1 in me not sup the until up waking
-1 | a can i if like pic send you
-1 | all already at booked bugis i including okay one the
-1 | aight fuck get i it later ll
-1 | after but call de ill k me no some tell time you
-1 | blackberry bold digits1 how in is much nigeria
-1 | ? calicut hi home in or where you
-1 | at can college darlin digits1 hey i if love me mt pete pick tell u up wen where xx
1 | ! ages aom box by call calls cast digits1 digits11 digits2 er gbp just m min mins mob month only p provided service stop to u until ur use vary
-1 | but da get go i laptop late n need so to y
-1 | am for i mail sir waiting your
-1 | charge get in mobile morning my please up when you
-1 | frm got i msg no nothing tht unknown
-1 | an didn early get he his see shadow spring t we yay
-1 | and breadstick did i lol one slice
-1 | ! ahmad al crave hallaq hey i love miss need saeed want you
-1 | ? any is there tomorrow training
-1 | ! a all bck black blue brown color contacts dis face get giv go green hot i in jealous luv lyk m me miss my n nw of on one orange out pass pink plz purple put r realy red see smile so swt thnk to u ur wana wat wid wnt yelow you
-1 | arranging c cos daddy fetch mah time wat
-1 | are eldest know then you
-1 | drugdealer hi our s say there to who
1 | addamsfa co digits1 digits2 digits3 digits4 digits5 dracula eerie eg exorcist getzed ghost munsters nokia p pobox rply title titles to tone tones twilight u uk w wq www
1 | ! a age are as by digits2 e f followed for g gay gender m men or sexy singles text waiting wither you your
-1 | amp care dear good my night sleepwell take
-1 | is song that wondarfull
-1 | actually cos da fast ge haha lor quite slow wat we yar
-1 | afternoon bathe come da him i in later mah must normally
-1 | even if isn its me t there trust
-1 | ! a bus but cuz digits1 donyt feel get go goin have he hes hey him home hun i it last latelyxxx like meal meet onbus out sweet wants
-1 | at can i like noon take you
-1 | any for is it mca opening there where
-1 | aight happening i m on s side wat your
-1 | done i m oredi
-1 | a are great how semester wish you
-1 | a day have i love moji more rich than words you
-1 | buff do dude how like the wind you
-1 | ! ? alright babe d digits1 doin endof have hook how i if justthought lovejen m me nearly nevamind offdam sayhey sn the u up uwant we will wk x
-1 | a actually and better call can could cuz depressed didn do even everything fill for fucking gas get give got have home i ll m man money more my need no not nothing on own pay rent stressed t tank tell than thanksgiving the them to up ve want work yes yor you yourself
-1 | first in kallis odi play s two wont
-1 | and cash get i jason ll some text then together
-1 | but for from good having hear i it love m me missed much my oh omg problems provider s so soooo sorry thank the tming to today with you your
1 | ! account bonus call claim code digits11 digits3 digits4 digits5 expires for identifier points private shows statement to unredeemed your
-1 | ? more pick probably to up want
-1 | done i m
-1 | are cutest girl in or the what world you
1 | box charge comuk credits digits1 digits11 digits3 extra for goto help inclusive ip login net no pls po services sms stop text unsubscribe we with www your
-1 | chikku en gud howda mathe oh samachara
-1 | ? a but can digits3 doing dunno get i lor not now thk tickets u wat
-1 | audrie autocorrect lousy
-1 | always and anyway armand back because has have he hit i is light me or otherwise re seriously shit to up vomiting when with you
-1 | ? fetch i or u yun
-1 | as i like thank well you
-1 | ! ? after and are come date dinner feet for from get having help hmmm home imagine kind life make me my of ready rub sure that to ve you your
-1 | can gt lara loan lt me said she
-1 | any do have power spare supplies we
-1 | aft aiya ask attach bring but clever darren digits1 go got guesses he i leona lor many me not quite so still they thk wat willing yar
1 | a am are award been call cash claim cost digits1 digits12 digits2 digits4 have live operator or p pm receive selected speak specially to winner you £
1 | ! a address box bray claim digits3 drinks eire envelope holiday hols med on po quiz saturday self send stamped starts stop sunshine to uk unsub ur us wicklow
-1 | ! as ask available had i instead last me nickey night nobbing of platt so t they to washob wasn well with
-1 | again it of ryan s that the time week
-1 | birthday day happy many of returns the u vikky wish
-1 | at hope i know m mad still you
-1 | and anyway argh at did digits1 free from g i is looked my only places problem province remember research spotty sterling that the thing was we were
-1 | ! after answer around asked boy can den dis for girl hall hesitation i in intha ipaditan lookin lot manage me my n of on own ponnungale said she silently starting tell term the xam
-1 | do know result the when you
-1 | against beautiful but carefully feels good gravity heart heavy in is it leaves light night our read someone truth very when
-1 | bad feel getting im kinda me now really rejected sorry that thing totally up
-1 | a diamonds do got of shitload though you
-1 | a birthday convey dnt do favor forget her is it me my nimya pls shijas tessy to today wishes
-1 | all china fr here like mine noisy so then
-1 | do guess i later mcat needa study too
-1 | about all and from is it its manual no password process reset s show tech the there training troubleshooting
1 | b c call care com credit customer digits1 digits11 digits2 discount for is log marsms onto opt out reply stop to u utele voucher w www your
-1 | and days few get great have he if in job potential searching started talent will
-1 | a again carlos in leave minute took we while
-1 | ! all and done luv well ya
-1 | came hostel then to why you
-1 | bathe but dog gotta i juz my remembered today
-1 | able after be drug eat she the to will
-1 | alright back in morphine the took yo
-1 | please requirements see the you
1 | ! a alone and buffy c digits1 digits14 digits2 feeling freemsg help hey home i love m men msg my p pix qlynnbv randy reply satisfy send stop to txts
1 | ! a address box bray claim digits3 drinks eire envelope holiday hols med on po quiz saturday self send stamped starts stop sunshine to uk unsub ur us wicklow
-1 | ? can collect laptop so ur
-1 | around as be before can cld digits1 digits2 doing don drink have if later mind money nosh not nxt ok on prefer showing spend t that to want wk wld you
-1 | ! ? lololo next ok then time waaaat
-1 | by i m occupied s table the tree waiting
-1 | always be come dont forgot i in surely to touch will with you
-1 | back documents for from give hi kindly loan our stapati submitted us we which
-1 | after am days digits1 god happy i message oh see to your
-1 | and how many miles what year
-1 | ? and avent but cutie goes here hey hills how i in is it its killed kinda like myself ok shit still there wales
-1 | ! ? a after all and apartment as askd b bedroom boss cabin cake came colleagues day did digits1 do entered even felt for forgot friends go happy her i if in into invited kids kidz last latr lunch man me mind minute minuts mood my n naked not nt of ok on out pa parents sad said screaming sed sexy she so sofa special story surprise the there to u waiting was we week went wid wife wish work
1 | ! and digits1 digits2 digits3 digits5 every for free get just mates mob no nokia norm p pobox st tell to tone txt txting ur w week wq zed
-1 | beggar but can cos digits1 for it its labor look month no not sha shakara slave specialisation this will work
-1 | boye changed has his is number phone replying she
-1 | cover dictionary digits1 gently go gt hand interesting its lt mode msg on press put remove screen the to ur with write
-1 | everybody just making nothing really s speed sure to up
-1 | coming digits1 dinner home i m not
-1 | and by i just lost thank the way you
-1 | crickiting good have he mind yes
1 | box bt call cash cost cr digits1 digits11 digits2 digits3 digits5 drop either fixedline is it k mobile now ntt or po ppm shop till travel u vary voucher you £
-1 | can come digits1 docd dontignore dontmatter dontplease i if imin important isv just moro mycalls no now outl please r reallyneed thecd tome town u up urgoin
-1 | guys i s so the wat wit wont
-1 | and either never original played tried yavnt yet
-1 | ? all i it see thought through
-1 | at call i m please work
-1 | and get moan ready scream to
-1 | ? got job k oh then up whats why you
-1 | and gt help ibuprofens lt no popping was
-1 | ! ? a across and are babe cappuccino day doing from goes how i kiss love my of sea send sip that the think to what where you
-1 | ok
-1 | ? a grown no now ps right u up ur
-1 | a and can few fuck hit i know people the to up yes
-1 | about after between by evng forwarded friendship gud is its just message name not of purity reading seeing smiling the two
-1 | anything be because doing fuck i idk is jaklin or regards should so specific the there to what with
-1 | cliffs god gonna google i m nearby now oh
-1 | ? add all ard digits2 figures got haf how i if many pages shd yup
-1 | a belly cafe dancing digits1 digits2 gonna got have i if in join m me moseley ooh start they too u want weds
-1 | appreciate call care for i much so thankyou the your
-1 | ! am at check congrats days digits1 for home i mail mails mother not on once pending respect thru treat will
-1 | address changed email has hi is it my now
-1 | a advance aluable atural day e ffectionate happy i in l n namous ntimate oble oveable ruthful t ternal v valentines
-1 | ? bout how just much not some textin you
-1 | bring got if it you
-1 | for have i it not stomach sure the
-1 | but can cousin dinner haha having i m my with
-1 | a boy digits1 father frndship his home late of power was
-1 | and by carlos coming definitely excuses is man mu my no tonight
-1 | a birthday convey do favour her is me my nimya pls raji to today wishes
-1 | ? a amigos an and are burn by could end haha hoping hour i in killing legs like me my neck night swing the think to with
1 | ! a asap attempt bonus box call caller digits1 digits11 digits2 digits3 is mobile n nd no on ppm prize qp reach the this to urgent won xxxxxxxxx you your £
-1 | body buy can care continue doesnt it making of on pls progress saturday sure takes talk the this usually we
-1 | hmm night well
-1 | about bud guys holy just kidding say shit t this to wanted weren you
-1 | ! a arty at bit collages digits1 enjoy gettin got i in just lovely min mo my ne roast shall that the tryin way well with
-1 | ? a billion classes days have is of one right the this you
-1 | ask call him i later let ll n noe ok then tmr u
-1 | frm heart i m prabha realy sory soryda
-1 | ? anything ard buy digits1 do go house i m me now ok u ur waliking wan
-1 | and cartons have is more off pleased shelves two u very will with
1 | a am between call cash claim cost customer digits1 digits11 digits2 digits4 guaranteed have on or our p pm prize representative service to won you yr £
-1 | but distance funny haf lor quite really run shd shorter then u wat
-1 | a freak i in into like looking mirror notice right shit the turning you youre
-1 | a about and best caring getting god great have i in is just know life like love only person r s that the u was will wonderful worried you yours
-1 | ask can days free fri i lor my oso prefer those tues wed workin
-1 | ? a after alrite bin college cum doin e goin hows jod keris n over revision smidgin the u wanna way xx
-1 | belive come have home if me my to you
-1 | ? did k oh take test where you
-1 | and but driving empty for go got haha later leh lessons looking money no slots to tuition
-1 | accordin attend cos discussed except go hey if juz kb lesson lor much no nt on s sat sun there thk to wat we yest
-1 | aftr also and be better come digits1 evening free hav him home i il k mail my pm sent tel to today ur vikky wen
-1 | by different dis getting just msgs name no nothing s wit
-1 | ? again door i knocking m make number on right room s sure the wanna what your
-1 | ! ? a abel air album also aphex bought braindance c como comp digits1 gd hav hear hilarious is it listened new no ofstuff on plaid quite s si sn the u which xxxx
-1 | aint are bb comin coming expecting i longer money nelson no pls s tell that the was
-1 | and doesn drink drop give her however if it know let me might she something t takes temp then to unmits vomit you
-1 | after day every gt i lt only sleep so to use
-1 | call close i k ll m when you
-1 | ? already buy newspapers u
-1 | aft bathe bathing can digits1 dog going i it like looks lor my nope rain s sis soon then wif
-1 | management no puzzeles
-1 | a all details did didn find how in include of out t that these way you
1 | ! ? a also babe beware bout digits1 further get getting goten hi if is me msg no nos other prem rate regular respond scammers smart subscription this though u used vodafone x ya you
1 | ! ? b back c calls can chat dena digits1 digits11 digits2 digits3 fl go half have hp i luv me minmobsmorelkpobox morro nite now over passion sexy some term u work £
1 | arrive be call charged customer digits1 digits11 digits2 digits3 for mobile not number on order please r ref ringtone services should thanks tone will your £
-1 | against am an as complaint executive from getting him i its message official raised sales shifad threats your
-1 | ? at c d did digits1 doctors go hope i in left little lounge me need reminds still the thing things u well went
-1 | ? b den e lk on schedule sun wat will
-1 | me ok too tv watching
-1 | a and bcs but comfort digits1 don dreams gud hurt i just lie line lov me mind my never ni someone sweet t the this tolerat truth ur wil with
-1 | checked drop heading just my now off out stuff to
-1 | china dresser fr got hair here lots of
-1 | call evening ideas ill some you
1 | ! a and back choose costing credit digits1 digits3 digits4 each enjoy from gr have is kick of one p s service splashmobile subscrition this tones u weekly with wk
-1 | ? and c could did digits1 dust he him not or say show u wot you
-1 | about gt it lt min should take
-1 | am bus come i if in now ok otherwise soon tomorrow will
-1 | a cant i message now phone pick pls right send the
1 | c com comp digits2 digits3 digits5 enter entry forwarded free from into just now our send t textcomp the to weekly word www £
-1 | ? finish liao u
-1 | did haha i think too
-1 | ? at know lido u watchin we
-1 | a be but few for itself life lifetime love may meaningless means moments more really someone spend spent than who with you
-1 | ? a all awesome been coming couple digits1 haha i s times to u ve who
-1 | ? a an by could for hour i in like looking my or roommate s so stock stop think to trip up
-1 | ! ? brdget is its jones no on telly that the
-1 | aathi lot love u you
-1 | ! ? am anything bored but exciting get happened has hello how i id im inever me r something tell the there thought tv u with
-1 | call i in later ll meeting sorry
-1 | ? back comin dinner for r
-1 | almost call connect hav i m reached to u unable
-1 | for waited whom yesterday you
-1 | ! good please velly yes
-1 | as back but do good have hi huge journey log marking not of ok terrible to wk wkend
-1 | a copy cos for from had has have i letters message more one soon speak them two will you
-1 | a alex and before but could digits1 don down guy he i in it knows like mids s sells set south t tampa think up who
1 | ? call calls camera colour digits1 digits11 digits2 for free freefone had latest mobile mobiles mths on or oranges stoptx to unlimited upd update weekend your
-1 | ? annie babe digits1 doin hey how love nite there u up wot x
-1 | and do get how i me remind shall so there to
-1 | ! not romantic s that v
1 | call digits1 digits11 have message new please you
-1 | a and are at back call can darlin give good having hi home hope if im jess me missin time u what when xx you
1 | alert and back call digits1 digits11 digits2 digits8 forwarded from have hi is mailbox matches messages messaging on please retrieve sms this to you your
-1 | ? dont draw i so think va
1 | ! all bx c call cinema congrats digits1 digits11 digits3 dont etc for free ip is matrix miss now out pass pm special starwars suprman v we year yours
-1 | ? buy comes hanger heavy help laptop lor me mind my not nothin to ur
-1 | ? all easy enough gt guess lt s that
-1 | a baby can in make tho we yo
-1 | always but can cheer dear digits1 dont fear friendship get gud hear i live more my near ni no not o poem r tear u with
-1 | area back come ill in of restaurant soon still the to try
-1 | aight ll thanks that work
1 | a cds choice com cs digits1 digits2 digits3 digits5 draw enter ldew music of our ppmx store subs supply to ts txt ur weekly win worth www year £
-1 | ? and anything bags blanket details digits1 else have i paper phone sleeping
1 | a auction digits1 digits2 digits3 digits4 digits5 free get have hg i is jhl lands nokia now our part row send suite take this to w what when win won you
1 | ! a bt call claim congratulations digits1 digits11 digits2 digits3 easy friend good have is just minute national now only p per prize rate thanks the to u won xmas £
1 | co dear digits1 dozens emc free from games great helen more of prizeswith tddnewsletter thedailydraw uk with
-1 | also awesome but can chat don her in it make person regular see t that unless was you
-1 | but dont s significant that worry
-1 | be cause high i live old s that to your
-1 | hai ham he hum jeetey jo kisi ko kuch milta nahi naseeb or pehle se sochte waqt wo zindgi zyada
-1 | da do in place want which you
-1 | a at come couldn have pain t this time worse
-1 | ok
-1 | ? be i should stalking u
-1 | lor ok
-1 | apps class elaya varaya
-1 | a ahead amp blessed hav is jesus love merry miracle month msg peace story the u wish xmas
1 | ! a asap attempt bonus box call caller digits1 digits11 digits2 digits3 digits4 is mobile n nd number on ppm prize qp reach the this to urgent won you your £
-1 | am any buy do for offers online store surfing thing to want you
-1 | ? beach dinner expected having long lor now u
-1 | at by home the way
-1 | are both fine thanks we
-1 | ? do food italian like you
-1 | at because had i is it know one point weird which
-1 | ! aww be dead forever iscoming jez must nearly over some that todo well whilltake workand you
-1 | day do friends gt lt on plan tell to url valentines what you your
-1 | age an at been cheers deciding for i message my not or phone staring text the to ve whether zogtorius
-1 | care financial help i of problem take will
-1 | alian an dear happen like me talking tell to what why you
1 | and b call d digits1 digits11 double free hv linerental mins mobileupd motorola nokia on optout or orange price sonyericsson tooth txts with your
-1 | okie
-1 | ? at can digits2 hi i is meet this tmr u yijue
-1 | century cm different dnt frwd gt in its live lt n posible thnk
-1 | afternoon but dint i in slept
-1 | all else funny i ll of sorts things thk yar
-1 | be in man of place that the will you
1 | as buddys can choose digits1 digits4 digits5 download even like many no restrictions ringtones s send sir to txt u yr £
-1 | ? cool day how thats was your
-1 | ? bus going gt lt r the we with
-1 | ! ? a across ahmad al all alright and are can day for hallaq hear heart hello how i is it jolt kiss love loved my of owned passionate possessive remind screamed sea send sweet the think to went world you your
-1 | he itself joined no today
-1 | clarification for me okay same thanks the well with
1 | a card collection digits14 digits4 eerie free halloween logo message mob of p per pic plus spook to tone txt up with your zed
-1 | breathe but can dont down easier had i issue it ll make me money now regret sure thanks the to weigh you
-1 | back call can hi i m missed pls sorry you your
-1 | ? a are day digits1 doing for gr hope how in just new school settled the ve wishin year you
-1 | am anything going good i me need night no ok sleep tell then to
-1 | coimbatore course do end in ok to try week
1 | club digits1 digits13 digits3 expired free has monoc monos msg now or p per polyc polys re reply stop stream sub subs this tone txt week weekly your
-1 | ! air b busy categories census digits1 ethnicity in measure my next nice off on opinions sheffield tom transcribing used v
-1 | ? a about again aproach asked boost boy bt cn d decided didnt digits1 drinking dt energy evrydy fast free frnds gal girl gthr gud gv happily he hell her hit hv hw i instantly is it like lived loved lttrs lv mind moral msgs my n ni of our propsd ran replied run saved secret she shouted so speeding story thm threw thy time towards truck u was wn
-1 | ? a at called cut day do hair how is it much noe paragon say sense that ur
-1 | arent cakes fun hmm hot its kinda many obviously of pics them tho too unfortunately
-1 | ? because between bluff digits1 funny her impossible it izzit lor s she so thk tv us wat watching we y
-1 | dunno he lei neva say
-1 | ! a asusual cheered day digits1 franyxxxxx goodmate i love me r rite sary thanx think u up ur
-1 | a batt bit change digits1 go home i lor m my on shop then to watch way went
1 | ! adult chat digits3 digits5 exciting in is meet msg now only p place singles the to town txt uk yes
-1 | $ a able about ahead am and are askin at be been bring can charge cost day didnt end evening everything felt few for give good great gt had have having help hence hope however i in inconsiderate it late lt me month months my nag nice notice of past pay paying please recession rent s sir something speak thank that the this to up wanted well why wont would you your yourself
-1 | am by digits1 do house i if in let the this want you
-1 | best can cannot day forget gn i in line love me or realize said that the till u wait will
-1 | before i morning reach ten will
-1 | call i later ll sorry
1 | ! a and becausethey call contacted dating digits1 digits11 digits2 digits3 entered fancy find from has is it landline our out p phone pobox rg service someone to w who you your
-1 | ? happend message no responce what
-1 | also piece s the where
-1 | ? a already and at back boo bored home how i little m s things
-1 | and blood done first gained gt has her if in is its kg limits lt more no normal ok pressure second she since sugar tests than the then took within worries
-1 | ? dumb fone now pick u up ur
-1 | also da dear feel happy i miss thangam thanks very you
-1 | amp away care don enough frm i it kills me run slowly stop t that to u walk
-1 | babe back come i m me to
-1 | d marry others them told well you
-1 | ? me neshanth r tel u who
-1 | ? kay oh on right sat
-1 | ! ? are cl from hi how is roger this you
1 | ! a about and babe baby bitch digits1 dont fancy filthyguys go hard have how im me msgs n nasty rude sexy slo thing time txt u want we with xxx
-1 | chiong den liao muz n oh on sat sun wasted
-1 | about digits1 evening give i if is it ok on or pick please that tuesday up will
-1 | darren i m meeting
-1 | ! bcoz best body come cute dialogue die digits1 dont gud hands i in may my near ni not of off one reltnship tears that time ur wen wipe
-1 | ? a afternoon arrested brilliant called case children cook cooking d decimal digits1 everyone found gardener gt his house i if immediately it lt maid man marriage murder murdered murderer neighbour office on picking place play police post questioned r reason reply s sir sleeping solve the took u vegetables was we went when who wife with
-1 | ! asking aww do first i if love me missed s said that the time u without you
-1 | digits1 gd nite ok thanx too
-1 | ahmad come me now right to
1 | ! and chat digits1 digits2 digits3 digits5 don each find hg hl i j know lands ldn let me msg now only or other over p rcvd row s send suite t to u w years
-1 | fps into not o then was
-1 | computational dat here huh like means n one push science there they y
-1 | ? answered could i love me my not read you
-1 | at can cine den dun e ends lk lor oh one oso take tt wan we yogasana
1 | ae charge cm comuk credits digits1 digits11 digits3 extra for gotto help inclusive login net no pls qxj services sms stop text unsubscribe with www your
-1 | bathe better down go n oic quickly settle then
-1 | a at contact cud digits1 do err going got haven him i m pm t then to until way
-1 | a bloo bowl first i ll miss the
-1 | a anyway big but good he hitter is k not oh
-1 | ! almost b babe day forgot happy hey i love ya
1 | ! a and custcare day digits11 digits3 digits4 digits5 go in lifetime msg now of on our over p partner quiz rcvd send special take the to trip valentines win your £
-1 | a can do gt i in lt move think week you
1 | ? a all am asjesus be com created digits1 first for friend guess i is m opinions page read the this time to waiting want web who wrote www your
-1 | and driving how txting was
-1 | a and beautiful complete day drug god good have lets lots of please s thank that the water
-1 | bluff dun early leh me nite really sleep too u
-1 | a and are boye cos day digits1 do dont down gr guide have here honey how i is know legal me meet moon movies need not oh online particularly plus should slowing started system the torrents uncle was what you
-1 | da i oh remember ya
-1 | a anyone be before btw can commit digits1 dude else guy if our random really regarding see should th that to try we
1 | c cash chance custcare digits1 digits11 digits3 digits5 every for music net p play s t to trivia txt ur win wk www x £
-1 | all and arent bright digits2 early is it morning rightio then this up we well
-1 | church get great holla i in m now out when will
-1 | ! all and back brum for happy in keeping putting see soon thanks up us you
-1 | are donno i if scorable they
-1 | ! bad but care dont i need princess yes you
-1 | and as be been break but can doesn fuck guy hasn he i kadeem know late like me one other paranoid s selling since t the there til tonight up without
-1 | call i later ll sorry
-1 | aiya brin c come da got help i lar later mayb n neva properly set sheet then tmr wif
-1 | ? believe dun she then wat
-1 | back give k my thanks
-1 | apply bettr bsnl complain directly for go i it know nd num offc only to
-1 | ? friday i it okay on pick seen should so ve
-1 | ? dessert digits1 go left look me suntec u wan
-1 | ? a abeg are but event for get it its make next profit sponsors start the to using you
-1 | ela normal onum pa than
-1 | ? how is k kids sister your
-1 | greet i make meanwhile nope say she talk you
-1 | call calling can cant dont i keep now talk to when will you
-1 | anything lar
-1 | and change forever frndship i imagination lovely my need needs phone poet rose season sms ur water
-1 | and car drop in no pick problem so they up will
-1 | for he i is rr s think waste
-1 | famamus he is world
-1 | ? any coming do for friday from get is leave news place pongal there work you your
-1 | am my on way
-1 | a airport at but digits3 eat got lot now of old oredi pple road
-1 | can on parents phone sry t talk with
1 | ! chance claim cs digits1 digits2 digits3 digits5 discount final m member mobile now of offers pobox savamob subs t text to today ur uz vouchers worth yes £
-1 | ! a gt hope i like love lt make night not per princess problem thats times to
-1 | am i mm on railway the to way
-1 | dnt i tlk to u wid wnt
-1 | all and around done everything furniture gives hope i if is it jenne just key leave lock locks m move next not remember sorry space the want when with you your yours
1 | a card collection digits4 eerie free halloween logo message mob nokia of pic plus spook sppok to tone txt up ur with
1 | ! await box call cash collection complementary cs digits1 digits11 digits2 digits3 from hol holiday landline offer or po ppm px sae sender t tenerife urgent wa your £
-1 | at da do evening it k urgent
-1 | ! a about be been driving for in its jungle living more my pansy should two ve worried years you
-1 | and as can getting if in it know let ll made me morning ok only out promise soon text the to you your
-1 | different don ever every find go i life lol photo real s t that to took trying you
-1 | a between calling dont i its thnk us wrong
-1 | doing drink i id ill it k mail model my need pa pls send srs then to what
-1 | ? a appointments body couldn digits1 docs had have i m me next normal of shoving stuff t them tired ugh up week why
-1 | abt already b concentrate dun it k on other over papers s sad thk ur
-1 | ! consider excused greetings me yourself
-1 | a actually am an and be drama ego enough family for from go going had have hot i if in invited its necessity no not of place pls reason reppurcussions serious should strange struggling sun the there to very wait when while why you
-1 | ? alcohol and are at budget everyone figure for gas has how i jay money mu much our out should to try trying weed you
1 | ! a acl as been call collect customer digits11 digits2 digits3 digits8 hours hvae network only pm receive reward selected to valid valued winner you £
-1 | call chennai com english excellent for freshers gt hcl indyarocks interview lt ms needed process requires salary suman telephonic upto via voice
-1 | can da dai i id my resume send this to what
-1 | c finished i there ve yup
-1 | about alex ask his pizza remember to
-1 | also da forgot i no today
-1 | ! ? a and arrange b back be bids but can care cars cut direct dnt for get getting he him his i in invest link maybe money not of ola online or partnership reliant rest self shipping soon takes the to today told u us ve where worry would wud you
-1 | ! a and boytoy but can come constant having hello home hope i is it kiss love made me my nice of t thought till to visit wait you your
-1 | ? congrats kano maga s the treat whr
-1 | ? about talking u who
-1 | yup
-1 | ? already ard arrival c can check dat digits1 digits3 doing e i later like m picking reaching rite smth soon sq taking time u up us wake wat ya
-1 | citylink come down faster hungry i in m me now very walking yunny
-1 | ? er props sure yep
-1 | ? a acc account balance been c checked digits1 don get got have hiya i if into money my paying pleasant so statements surprise t thanks that u when
-1 | decimal gt ill in lt ok send with you
-1 | ! at be bognor is it of should splendid this time year
-1 | da i in m office yes
-1 | call i later ll sorry
-1 | ? abt ask e i ktv movie ok only oso u wan
-1 | all and atlanta best friends from got heard i in mcat misplaced my not number old sending texts the this to ve was why wondering year you your
-1 | call i later ll sorry
-1 | b digits1 dunno eat eatin frens i if lar lei might my then to wait wan wif
1 | c co comp digits2 digits3 digits5 entry free into just now our send t the to txttowin uk weekly win word www £
-1 | ? amp blood c clean do god heart i it love miracle my need people pls say send slowly special ten this to tomorrow u with you your
-1 | ? between computers digits1 do files how noe send u
-1 | ! again and are be day for goes happy hope i love loved miss mmmmm morning my this to together too us wait waking well words you your
-1 | ? a can come for here i in just s sec see somebody there to want you
-1 | anti is medicine sleep so sun the
-1 | a and begun for gotten happening have job permanent registration residency s what with you
-1 | ok yup
-1 | enjoy home in ok r there u
-1 | ? a about all and anything benefits can coming costs deliver else here know mail me on pls relatives risks send thanks to you
-1 | all do like what you
-1 | c combine haf how lor n s that to we y
-1 | ? hmmm how many players selected
-1 | ! accumulation an are around digits1 gonna if inch it its of or pm predicting said snow start they tonite will
-1 | can dont how i it me mode plus s send to you
-1 | aiyo got meh please time
-1 | against amp belongs by chain concern d digits1 dis family fated fuelled grief hands her hold hope in incident is it join lets love of our pain pass pls pray prior she shoranur sister stop together tomorrow train violence was who women
-1 | again are asking get gone guys i its last or slippers so that with year you
-1 | and company environment food good is nice really terrific very
1 | and co com digits5 from games get info logos more questions ringtones text txt uk www
-1 | but e i in lazy lor m mode not studying surfing today yup
-1 | advice and come here kind my please sen try
-1 | c done i m there
-1 | be by fine i ll oh tonight
-1 | ard digits2 i in ll mins ok reach
1 | ! ? a awarded been camera collect digital digits11 digits8 free freemsg have just mini opt out p ph prize quizclub reply rwm snap sp stop to wk you your
-1 | ? babe back came come fuck happened how never to what you
1 | and brought by connected gmw is ltd message not the this to you
-1 | also digits1 dun fast gd going got i it leh me not ok one rain s suggest thk too u wan where xy
-1 | are getting goods still the you
-1 | and maybe pressies some
-1 | ? am digits1 i ish leave ll maybe so yeah
-1 | a an are digits1 envelope in is lays on paper rock sea the there under words
-1 | a about appt be but check didn die dr gonna had her i its just listen m next nothing she t thinks to told week worried
-1 | ? a few i in need room you your
-1 | anything dont hear i to want
-1 | achieve korli motive tor tui ultimately
-1 | digits1 from my only timing to work
-1 | ! and by don finished have ish ll march t we worry
-1 | a behind boat dabbles dock flute house in is jazz newscaster on rolled the up water wheel who with
1 | ! amazing back be day digits1 enjoy enough for get if is keyword next not one picsfree sent text the to vid video will xxx you your
-1 | ! going now ruin thats thesis to your
-1 | but digits1 eat in lor mind neva sch st u
-1 | ? all hey morning sleeping u up whats
-1 | dunno go i learn lets pilates until when
1 | are best content days digits1 digits11 digits5 for helpline in mobile per send service stop subscribed ten the to u uk until you £
-1 | and aspects elaborating i issues m on other safety some the yup
1 | ! about after chance digits1 digits2 digits5 each find for free life love msgs now only out tarot text texts to try your £
-1 | birthday happy hi
-1 | all be from i office outside take there will
-1 | and asleep assume calling don if imma n re respond shit start still t you
-1 | a aight bit in see you
1 | ! a and can digits1 digits3 digits5 dogging ec entry follow have horniest instructions join just lp msg nite now nyt p s service sex sign the to txt u uk up
-1 | ? aunt bc cause cysts developed didn digits1 flow for have how i is it lol member months my only ovarian s said shrink t take the them to visit way
-1 | going house is it on small still very work
-1 | $ ? a and by can few friend get got grams gt he here his just lt my order s says upping when you
-1 | ! apes but can death fight go have it keep let minute s something that thats the they thing to u when with
1 | ! ? a ansr country digits1 digits2 digits5 dvd if in know liverpool mid played player q quiz sony sp sunshine to top txt tyrone u week which win wkly £
-1 | a able anyway are be few gonna home i in late ll m no not notice plans the to too weeks what
-1 | a fujitsu got how hp ibm lot model of say to toshiba
-1 | a better come gosh i pain spose that then what
-1 | amp as doing fine happy iam usual well
-1 | okie
-1 | access get gonna rimac so when you
-1 | and ask call job ok speed them times to today umma up you
-1 | ! a all as break call dabooks did digits1 fancy finish from hello hrs i last meetin need nite of today tonite u up wen wiv wrk
-1 | can digits1 eachother go house if in meet my p r sam u we
-1 | ! a didn have i like lol luckily role starring t yeah you
-1 | awesome me re restocked text when you
-1 | amp as doing fine happy iam usual well
1 | a age choice com cs digits1 digits2 digits3 digits5 draw enter gift knock of r stoptxtstop store t there tkls to txt voucher week weekly whose www yr £
-1 | all fun innocent it o s yes
-1 | a about all also am bills bother but can cash challenging day extra for going have hope hoped i is know let month of out really settle sir smoothly some t that this time to wont you your
-1 | aha at digits1 gt lt marrow only to wed
-1 | but hon i is lab no one there to ur went
-1 | a cant i message now phone pick pls right send the
1 | alert and back call cc digits11 digits2 digits3 digits8 forwarded from have hi is mailbox matches messages messaging min on p please retrieve sms this to you your
-1 | ? come how
-1 | ! ? a anything b bad been but check day did do good home hows its lol nah quite reality t thanks to too u ur wasn website with
-1 | lor ok
-1 | above al da gt lt r s
1 | a digits1 digits13 digits2 digits5 every free get just new only polys ring text then to tone week wk yrs £
-1 | dear for rakhesh recharge thank the unni you
-1 | about but details dramastorm for i know lacking m most not of on part particular s that the this worried
-1 | ! ? a at better c cam coupla digi digits1 fab glad good have hear hey i in is it new now off pm r there to treated u urself we wks year
-1 | ! back going i m no there way
1 | ! a asap attempt bonus box call caller digits1 digits11 digits2 digits3 is mobile n nd no on ppm prize qp reach the this to urgent won xxx you your £
-1 | cal i in meeting sir will you
-1 | am da held i prasad sorry thangam up very with
-1 | and bang battle between kochi rcb tiwary to
-1 | ! are bed god in thank they
-1 | a aka big cancer checkup deal don have i making moms no of out pap regular smear t
-1 | me she talk to wants why
-1 | digits1 got he job joined pandy technologies today w
1 | ! a are collect digits1 digits2 digits3 digits5 gb guaranteed h ibhltd ipod latest ldnw mp mtmsgrcvd no nokia or p phone player prize the to txt word you £
-1 | ! can fact get hee in lost tee they try
-1 | call friends my same the to use
-1 | call i later ll sorry
-1 | a about argentina blessing edu em everything great have in is its not olowoyey sad secretary time usc
-1 | ! a argh it lool massage ok pos s taxt tie
-1 | and can case confidence derek don have i if in it just management might money more much not on out plan pull s spending t taylor to want you
-1 | ? booty dance do floor like on shaking the you your
-1 | call don get having me my off phones problems t text when you
-1 | anymore drug for need no the
-1 | its nt sarcasm scarcasim
-1 | ! great have i now run so to ttyl
-1 | ? again feel kadeem like trying v
-1 | dai eruku gt lt naal
-1 | ok
-1 | ? finally have lunch to today want
-1 | ? back be dad do know when will you
1 | ? a and are chat darling dont have hello how i in like look love me sexy tell to today what why would you
-1 | a amongst bro bros he remains
-1 | ? at da ge meeting nite r tmr u
-1 | ! ? a am and boring can day early feel fine home i impressively just nice now or remember s sensible t was went when yours
-1 | de good looking only why you
1 | a and call camcorder contact delivery digits11 fone for hit new nokia of offer or our re reply response to tried we you your
-1 | also bank going i in later m mail management my office on or plus replied the they to wednesday will yes
-1 | by come cool gt i ish like ll lt s that
-1 | da msg nalla super timing
-1 | ! a am be combination digits1 ft good i we will
-1 | ! ? are feet him i m my needy now pouts sick slave stomps want where you
-1 | ! a afraid am back from i m northampton not on so train
-1 | abj alone are dad in or serving staying where with you
1 | ab all digits1 follow include instructions jorge mcfly message new next on order sara shock smith switch this to tones week will
-1 | ? a afternoon arrested brilliant called case children cook cooking d decimal digits1 everyone found gardener gt his house i if immediately it lt maid man marriage murder murdered murderer neighbour office on picking place play police post questioned r reason reply s sir sleeping solve the took u vegetables was we went when who wife with
-1 | bus da going home i m on
-1 | a afternoon am anna asked call come from go got i in landline nagar number the to will
-1 | booked digits1 i liao my oredi slots ve weekends yupz
1 | ! a are c call claim contact digits11 digits2 digits3 draw from guaranteed have hrs land line only prize shows that to todays trying u urgent valid we won you £
-1 | also bt der ericson forgot good gt i it lt luks many model modl no r sony there
-1 | okie
-1 | and c gt il lt mins ok reply u vikky vl witin ya
1 | a co digits1 digits13 digits3 digits4 fans free get getzed latest mobile news norm on p plus sport sports str the to tone txt uk ur wk www
-1 | ? at bugis digits3 hey meet tmr
1 | ! a away b ba call claim digits1 digits11 digits2 digits3 europe flights free friend give have nnfwfly now on ppm sept take th to urgent we
-1 | ! ? buns day from hey i morning no of on sexy that think this what word ym you
-1 | and can hook i see still too up we whenever you
-1 | but digits1 go going home i like lor m nope now petrol pump rain soon then
-1 | ? can for foreign off send stamps them use whatever you
-1 | any baby come dont facebook have house how new of oh on pictures the you
-1 | ! all back comes d day digits1 dis evn evr feb frnds gt i if ignore is ll lose love lt luv married me person send to u ur valued will
-1 | ! and case didn from get has hav haven heard him hiya hugs i in is it itself ll neither on or out put seen signal snogs sorry sort t the to unusual which
-1 | ? back from happened hear omw palm tampa to west what you
1 | ! ? a date dating digits2 digits5 fancy fastest flirt freemsg growing join just mobile msgs now optout p rcvd reply service stop the to txt uks
-1 | as can chase come do i is it its many mean movies or out over stated they want watch what when you
-1 | i morning now only reaction s tablets took
1 | ! and best call camera cs digits1 digits11 double free get great latest mins mobileupd new now offer on or orange phones stoptxt t tariffs txt
-1 | de i shop sorry to went
1 | by co content digits1 digits14 digits5 enjoyed help hope new p provided stop text to tones uk unsubscribe you your
-1 | ! affection angry bcums being care childish coz d da day deep dnt have is it kettoda lovable luv manda most n nice of seriously showing take true u ur way wen wid
-1 | ? and at bath bathe can cine coz end for go hav hey if steam still the then to want we yogasana you
-1 | ? advance am down flung for going haha i lessons my of pract reg thinking time to u wat
-1 | ! am big cool gt hope i inches like long lt them you
-1 | ? all are as closed coz govt gt holiday house including instituitions is january lt maid man murdered murderer office on post public th the understand was
-1 | okie thanx
-1 | ? buy get go juz lar n there we when where
-1 | lor ok
-1 | i m process support technical voice working
-1 | ! already and are brains broke going it justbeen mush our overa s since to up we week
-1 | c nope then
-1 | but do ll medical missions nigeria no to we
-1 | am any having i in laptop movies my no not
-1 | dont sleep there to u want whatsup
1 | ! await call cash collection complimentary costa cs del digits1 digits11 digits2 digits3 digits4 eh from holiday james landline lux or please ppm rr sae sol t urgent your £
-1 | ? can havent i lei mon next
-1 | dear feeling get i itself mm shall sleepy that today
-1 | after anything dare hear how i stupid talk tell to wont you
-1 | ? a at avo can do mag meeting point some this you
-1 | ? i left meant middle or right
-1 | ? crashed cuddled i my on out really sofa
-1 | a c cal calling chachi give hi kanagu me missed msg now once pl reach tiz to tried u unable
-1 | are buzy much this you
-1 | can nothing
1 | ! and chat digits1 digits2 digits3 digits5 don each find hg hl i j know lands ldn let me msg now only or other over p rcvd row s send suite t to u w years
-1 | ! am brats but hair have houseful loving my no of on out pulling ringing screaming so the thing u whole working
-1 | babe tick
-1 | ? digits1 going meeting r s today
-1 | ? da how k many page want you
-1 | had just now onion roast ya
-1 | can know let me no not now problem said when you
-1 | an b but come digits1 half hr i me need ok prepare tell u
-1 | ? aiyah computer digits1 i lor play tok u w
-1 | ? okay right sat thanks
-1 | chinese fat food for get i its lipo my ok on paying re way when you
-1 | already outside r we
-1 | a about back decide easter for get good have must out remember trip watch we when you
-1 | a are movie netflix on watching we yo
-1 | ? ah any can clash dun gee have i lost meh mind really seen some thgt to weight will
-1 | a between calling dont i its thnk us wrong
-1 | about am i know menu night noon not only sure
-1 | arr birthday get him i more oscar to today wish
-1 | ! and display firefox in is it just loads lower my name number numbers okay once open pick pin place plus put rebtel show sign that the two user when will with you
-1 | and from picking points them up various
1 | ! action bcmsfwc cost digits1 digits3 digits5 discreet for instantly local looking married match matches msg n now p phone real stop text to txt women xx your
-1 | ! funs have impressed shopping v wow
1 | ? a and at before burger coca cola digits1 footy get go king large or out play sept st stadium super top walk wanna winner with
-1 | later no problem talk to you
-1 | ? how sis then ur
-1 | customer in place still
-1 | also dude gud k knw nyt telugu thts u
-1 | ? at confirm eating esplanade we
-1 | and id me password send your
-1 | be centre exhaust fixed garage it kind morning n needs of ordered part replacing taking to tomo took
-1 | come i might not then well
-1 | a after as day digits1 get i is it like long minutes on only quit
-1 | called dont go google have if it its likely mittelschmertz most paracetamol then will worry you
-1 | and at check come get gonna have i m me pee right s sales so steam text this to today up want well when you
-1 | ? incident k s tht wat
-1 | get the unlimited yeah
-1 | b conclusion contents cover cthen da doing enuff got i ll n pg references shd still thk
-1 | ? at dead digits1 forgot it me phone shower sorry takes to where years yet you your
-1 | are big bring god success when will you
1 | awarded bin call cash claim digits1 digits11 digits2 digits3 every instant min optout play player th to u ve wins £
-1 | ? an and back c did do extra here hi how in next r rugby soon stayin the this to u we wed week weekend
-1 | a bit guys if left s still there to tonight want well you
-1 | affidavit again am and check courtroom division double e g gt i ll lt says st text the time tomorrow twiggs you
-1 | ? creep how i now on will you
-1 | day do friends gt lt on plan tell to url valentines what you your
-1 | after and before billion calls get god help i if me so ten texts there you your
-1 | him i it order re returned should that told ve
-1 | all are as closed coz govt gt holiday house including instituitions is january lt maid man murdered murderer office on post public th the was
-1 | depends going lor on u where
-1 | about and are as away crazy for from go grins keep me now right smile smiling the think what will wonder world you your
-1 | fever fine lil now
-1 | all car i in it my s still think
-1 | ? a can not
1 | ! ? are call camera co colour december digits11 digits2 entitled for free had latest mobile mths on only the to update you your
-1 | at can digits1 forgot i oh once only out shopping take u yeah
-1 | asked call me mm not radio so to you
-1 | about all drugs for good is no someone that thinkin
-1 | ? amp blood c clean do god heart i it love miracle my need people pls say send slowly special ten this to tomorrow u with you your
-1 | alright if know leaving let me re sure when you
-1 | are as digits1 get hours lasting lucky might much some you
-1 | brother genius his how my number pls s send skype to up what your
1 | all breathe co crazyin digits1 digits2 digits3 digits4 direct eg finest getzed gr mobs o p pobox poly rply sleepingwith title titles to tones u uk w with wq ymca
-1 | always and are be boy don forget good kiss my owns passionate private property s t who you
1 | before call christmas digits4 digits6 flowers for interflora it late midnight not order place s to tomorrow too your
-1 | ? god is it oh paining taken teeth the
1 | a and are around be breath bringing everyone in of outgoing presence real responding romcapspam should since so sunshine to warm well you your
-1 | buy eat for i lunch maggi me mee need no to
1 | ! a bt call claim congratulations digits1 digits11 digits2 digits3 easy friend good have is just minute national now only p per prize rate thanks the to u won xmas £
-1 | lor ok
-1 | ! a and cough day do dry during got help i is it ll loads make n nasty of oh ok really right shot should so sure that the today work
1 | ! a adam ads by digits1 digits11 digits2 digits3 digits5 eg eve heart joined logo love lover mobno name names no p pobox send to txt txtno ur w wq yahoo
-1 | howz persons story that
-1 | digits1 home me sending thanx
-1 | ! com hot its mail normally see you
-1 | ? can go shopping sick still u
-1 | and are bbd become black cold even fine full here its pimples pooja quite rite she sweatter they too ur wearing well ya
-1 | ? how is it nice working
-1 | call digits1 home me reach s
-1 | ambitious bit drink easy guess mate quick the was
-1 | ! babe crave geeee i love m miiiiiiissssssssss need sad so without you
-1 | ok thanx
-1 | aathi are dear where you
-1 | amp calls day digits1 frndship frndz get give how if iz love lover many marry me miss misscall missed my rose see send this to today u ur yellow
-1 | a be class few hours in of out sorry will
-1 | ? finish lect time today u ur wat
1 | ! apply c crazy digits1 digits2 digits5 for free frog gbp get jamster just mad message now only poly real s sound sounds t text the to week
1 | a be box call chance cr croydon digits1 digits11 digits2 digits4 fantasy is just ltd min national now ntt on p per po rate reality show to wb your
-1 | ? are dear fine from good happy hear how my new oh s she to year you
-1 | ? are going interview to today wipro you
-1 | ? are how princess tall you
-1 | ! can gd haha hear hope luck receipt sound the
-1 | a all avenge be death fault gonna i if its leave m me note robs says that the your
-1 | ! a against and can do doing finally him if indian it japanese kerala leave let make must none one proverb stop strike too u version
-1 | ? at but free fren gee i m not oso s shop thgt today u ur workin
-1 | ! ? amp between by comes created do fills fingers for gap gaps god hand holding is know love made one so that those who why with you your
-1 | and be can feel i kiss me next so there to want you
-1 | all am at doing happy i not or saying what with you
1 | adult be content digits2 shortly video will with you your
-1 | bother explicitly gonna haven i if is just know m nora not probably saying someone t told what you
-1 | a and ass at back get he hi kegger preferably says south tampa to your
-1 | da gayle i smith wanna waste
-1 | actually are day do enjoy getting got here i just know many messages mum of rest sent since that the them to ve want you your
-1 | ? all are as closed coz govt gt holiday house including instituitions is january lt maid man murdered murderer office on post public th the understand was
1 | a be box call chance cr croydon digits1 digits11 digits2 digits4 fantasy is just ltd min national now ntt on p per po rate reality show to wb your
-1 | ? a actually after at bed did digits1 first for how i in long night not spoke the time to too up was went while with woke you your
-1 | ! see there you
-1 | c crucify earlier have is me not s should told you
-1 | added and barely but butting deal freedom gets have he heads i idk it keep keeping m moved much myself not once other over re responsibility saying shit since so that this tired to together vs we with you
-1 | and anyway cedar come fuck her key over tho
-1 | a already am been coz durham five have he i in not or past reserved said seat this to train twenty will
-1 | ? painting still u ur wall
1 | ! chance claim cs digits1 digits2 digits3 digits5 discount last m mobile now of offers pobox savamob shop sub t text to today ur uz vouchers worth £
-1 | cool groovy groovying i is mean printer wine
-1 | acnt been harish has hi rent s to transfred ur
-1 | and cbe city good is lot nowadays of really shaping shop showrooms
-1 | ? attending da still talks
-1 | ! ? doinat hon how mo no probs the u
-1 | care i it k ll of take
-1 | babe battery is low my
-1 | a bought has it present ron s shuhui swatch watch
-1 | a bit by get i left ll quite s swing there tomorrow up when yeah
-1 | ? almost and babe been digits1 down hours internet is it s said you your
-1 | cbe i in k was yesterday
-1 | dress ganesh shop to went
1 | ! and bluetooth call digits1 digits11 digits4 double free latest mins mobileupd motorola nokia now on optout or orange pdate sonyericsson tariffs txts yhl
-1 | ? collecting configure da going izzit laptop settings then to ur
-1 | ? aight and are at be by closer digits1 do down i jay just latest or probably should the there to trips two tyler we
-1 | aftr cleaning come decimal gt house i lt m now the
1 | balance box cash cc currently digits1 digits11 digits2 digits3 digits5 in is maximize msg now only p po pounds send tcr to ur w
-1 | a any are as bill but expecting for from i in isn it letters m may me on one orange say still t that there
-1 | a anal and bang cant come darlin digits2 dirty fran gang had hi hope i love man nice night ps see sex to wait want wish you
-1 | a but christmas clever day did don either for ha i know other pears perfect simple t the thing with you
-1 | ! day enjoy full gud helloooo joy morning mrng of sweet this up wake welcomes with you
-1 | alrite
1 | ! a awarded been call claim digits11 digits2 digits4 from guaranteed has hrs land line mobile number only prize urgent valid with your £
-1 | do go guys how movies on see side to you your
-1 | call i in later ll meeting sorry
-1 | all didn going have he i m me now plus runs s stop t tell that thinking to you your
1 | ! a after can digits1 digits2 expiry has help info min mob more not of offer package pls reply request resubmit sorry term the themob u unsubscribe weeks yet
-1 | a bit bored digits1 dun early go home lor nothing sleep then today too u y
-1 | ? around be friend i my should tell time to what
-1 | be fine love safe that will yes you
-1 | ? car in is me picking u up ur when xy
-1 | ! all and baby bin digits1 geva i is its mint my spent thanx the time u ur ve want we xxxx
-1 | ? any could pick something tonight up way we yo
-1 | can he i it me not send sent ve
-1 | as birds for frm gift god hav humans natural s some thts
-1 | are class coming day for to you
-1 | done im in just library studyn
-1 | enjoy ok shows u ur
-1 | ? alone and baby be break but crazy don everyboy go his i lady me mite my needs t the thought wanna where without wuld xxxxxxxx
-1 | ? ah dear doing my s sleeping wat
-1 | gt hi lt on rd test
-1 | ? answer answr brilliant cat d digits1 got gt i if in lt me only question r solved students tell the then thing this u xam
-1 | at digits3 fren her i lor m meeting my n yup
-1 | for got lined one up us we yeah
-1 | ! ? and are because ever going i ing is laughs me mine she stop tm to want whenever will wondering wow you
-1 | already another did fireplace for got icon its just lol me my now sitting that there yep yesterday
-1 | are behave happen like ok this to what you
1 | call digits1 digits11 have message new please you
-1 | aft ask digits1 find havent her his i lor me my one students supervisor tell thk u yet
-1 | ! a about and are be but digits1 exeter fifth for hello home im in job making me news no on some still they up wait weasels week woozles yeah
1 | a awaiting call collect collection currently digits11 have just message to we your
-1 | ? a all and any as at babe be bucks but can cause cheaper come cost didn do doesn don far find fix gary get go gt hand have he hey i if is it know knows let lt machines me might now ptbo right says second someone sooner sorry t there thinks to want we what will you
-1 | ! ? digits1 fucks make sake that x
-1 | always be ignorant it leave u will
-1 | amp at b bruce downs fletcher now
-1 | ? are be here i said when where woke would you
-1 | am call can free hey me now you
-1 | me pls tell this whos
-1 | a am at damn give have i it lecture might miss teaching then thing think this til to twelve two working
-1 | bowls but check digits1 have id left like only s there to worth
-1 | many sweets there were yes
-1 | and but closed cozy everything exhausted from i is last m night nobody or school still to went work would
-1 | ! ? ass buzz buzzzz chest cock did do feel grins i is it keep on phone shake the vibrator where you your
-1 | check group it mail send sir to
-1 | abt brief cons covers da description digits1 doing energy fusion got half history i intro iter jet m n nuclear of oso pages pros trends
-1 | ! doesdiscount ikno none nowhere shitinnit
1 | ? a an and anyone do driving ever everyone faster going idiot is maniac notice re slower than that when you
-1 | agidhane and aunty black chinnu day full had hogidhe manege not sapna swalpa weak y ya yet
-1 | ? are baby being good you
-1 | account at been beneficiary credited decimal for gt has lt neft number on reference rs the time to transaction with
-1 | day dey for head ma making my oh swell thanks
-1 | a fb list make should u
-1 | aeronautics aeroplane aftr all amp an askd bt by calld confidence d dat datz dey didnt digits1 even he height hurried if in is it made move my of only out plane professors said sat sit start students the their they this told wer wont ws
-1 | ! a bollox he him hurt in it just lot me need sary so the tim tol
-1 | and carlos hang i know let ll on text you
-1 | ! don easy have ingredients is once t worry
-1 | am bell but digits1 i little love my pocy sorry u
-1 | ? at castor now ok omw you
1 | ! bluetooth call digits1 digits11 digits4 double dvd free latest mins mobileupd motorola nokia offer on optout or orange qf sonyericsson txt xmas
-1 | ? a almost ard at but digits1 done going her i liao lor m mean nap picking send sleeping smth so take to tot u up what wif yup
-1 | and dear digits1 friendship good in lovely morning my nature nd personality rd smile sms st style th ur wonders world you
-1 | ? be d down for i that tonight yeah
-1 | ! a again be but could die digits1 first for from giggle had he how much nvq person possibly right said saw that the think u when would you
-1 | ? break come fr get how i my n no one out stuff time
1 | ! ? digits3 digits5 does end play professional reply send service sport stop tiger to weekly what win woods £
-1 | ? and but buzz can i m maybe me reboot see seen should t the there ym you
1 | ! and digits1 digits2 digits3 digits5 every free friends get hl info just mob no now p polyphonic pt reply so st tell to tone txt txtin ur week
-1 | a be but could decide decision feeling if isn it less life love magical much s simpler t then to we who would
1 | a box call cr croydon digits1 digits11 digits2 digits4 fantasies hot is just live ltd min national now ntt p per po rate wb
-1 | ? are did i k now see t where you
-1 | after an any as before figuring guess has hour i idea in interest last leave ll no nobody out re second shit since supposed that the to usual we work
-1 | ? but entirely hey ho i mm not sure text that understood weekend which
-1 | and bottom half instead it makes naked of on put released shirts they those u underwear vday when white your
-1 | computer don film he in is know watching
-1 | but disconnected it me oh phone phoned then your
-1 | from getting id matters offcampus on onluy when
1 | ! club digits2 digits3 dogging free from improved is message msgs new only p reply service sex stop the this to unsubscribe welcome
-1 | are excellent i ll plans riley s see what
1 | b call cash collect cup digits11 digits3 digits4 digits7 euro final or pobox ppm the tkts to ve won you £
-1 | ? are ew of one them you
-1 | also been hi how ve wesley you
-1 | ! ah be earth finished has have i in is it know let lingo making on see the to when will wot you
1 | call digits1 digits11 digits2 digits3 half j line mins mobileupd mths now on optout or orange price q rental update
-1 | ? always are disturb don fast goodnoon how imagine l life m me searching see t there to u without worry
-1 | ? anyone good headache hm morning
-1 | catching is last night no obviously probs soon speak up with yeah you
-1 | at boring digits1 e go i might now salon sch v yar
-1 | but first gt had i lt mins somewhere stop to
-1 | a afternoons all am amp approaching birthday childrens christmas dasara day digits1 diwali evenings fast father festival first fools friendship ganesh good gt happy independence is lt may mornings mother new nights raj rememberi republic s sankranti shivratri so teachers the these to u ugadi valentines very wish wishing year your
-1 | a cares daywith each enough greeting in joys lifeis morning of one somewheresomeone that the thoughts tosend up waking warm
-1 | ? digits1 do later me meet time u wan wat
-1 | all do for i love much plenty selflessness so thank with you
-1 | am call film ill in later you
-1 | change dare how my ring you
-1 | and babe better budget but freak gary he i if knew love me money on too try would ya your
-1 | don initiate of part t understand what you
-1 | ? already finished i lunch my u up wake
-1 | ? at game still the you
-1 | ? for is night one record what your
-1 | a about also an another are back email explain great have home how i into ll log message payment portal send sent should sir that the things to usc weekend you
-1 | bak comes coming cos day digits1 don from get gonna holiday is know let me number t text that
-1 | can depends father get jokin lar lor my on only phone which
-1 | for get gt inches lt of pleasure ready
-1 | a birthday convey do favour her is me my nimya pls raji to today wishes
-1 | feel i john lennon like ok
-1 | ask considering cos darren i mah say so
-1 | advance and family happy in mas merry new wishing x year you your
-1 | ! ? a asked beautiful being came catch cleared clearing crab day dwn following footprints fox frnd frndsship gud i it lets my n never nyt of off on one r replied running sea shore thats the to u ur was waves y you
-1 | ? aight come me time to up want what you
-1 | ! ? all anymore are come don i me must now on own slaaaaave summon t the time to where wish you your
-1 | age and appendix are be but can changes chill digits1 even how however hrs impossible in it its just know let me next not of out range so that the you
-1 | ? and bath come do done got hair hello i just ll m my need of out so the to up ve when yeah
-1 | ? how over s so the there weather
-1 | ! a already another become cant digits1 do done dunno for friday gonna h hell here im m much not oh ok slob that the though to wait weeks wot
-1 | about awesome click could delete don i if know lol my now phone right t they want
-1 | ok
-1 | ! ? a amp answer answered asked awesome boy cute fine gudnite he how is life question she smiled someone ur with
-1 | for leave please sorry telling that this topic
-1 | ? date happened our to what yo
1 | ? cash chance compare d digits1 digits2 digits3 digits5 does dot e eastenders f flower herself lily now or p quiz to tulip tv txt violet what win wkent £
-1 | ! available not s webpage
-1 | am asleep but didn fall gt i its just late lt t til up woke yeesh
-1 | a admin all are as birthday contact day dear details for gift give gopalettan gt in is know like loving lt more of on our participate planning please small team th that the those to we welcome who you
-1 | ? ah from k onwards started tomorrow
-1 | ! ? almost at bout early it morning noon s talking u what where your
-1 | do fine me remember you
-1 | buy how i many ok should
-1 | good keep me posted sounds
1 | ! a agent an being brand by digits5 for get goodies info just loads mat mob mobile more new of phone plus text the to
-1 | april cant ok so wait
-1 | ? ay meet on sat wana wkg
-1 | bus but digits1 for have i m me now pick the till to wait
-1 | ? about apart from i one the told yesterday you
-1 | ? but buy lor ok wat
-1 | did don him i know msg recently t
-1 | and d distract isaiah mark out shopping take us will
-1 | a abiola and are day full great have having hope hoping life meets mum of text this well you
-1 | and foot in is my no penis sense there
-1 | ? am cafe deep don get gone haven i me miss net really sigh surprised t the to yet you
-1 | have hit i is just like others role s sachin standing thinl to
-1 | a abiola and bring but bye everyone great have india is just light lucky not project see smile that the to trip with you
-1 | all and between discuss i importantly is only u very we
-1 | ? a digits1 go i lor me ned ok or payoh return send smth there toa u wan wat while
-1 | car da in park
-1 | are holding how i important in life making me mean much my need see that tightly to was wish with you
-1 | and anthony asked bf dad how i s so your
-1 | holiday is no so sunday today what work
-1 | am bath going ill in key place take the to window
1 | ! by cds chance digits1 end in june king lord lotr now of reply return rings soundtrack stdtxtrate stop store the to txts win
-1 | a am care dear home i just lot love reaching take u
-1 | ? a bit digits1 digits2 emigrated have hopeful maybe ok or something was you
-1 | a by dont exact fixed forum gpu guy hopefully i ignore olol out post printed prob replacement same that the they was which with
-1 | address from gt hill is left lt moms my on pass right stagwood victors walked we winterstone
-1 | ? a and at hungry jp like mofo yo you
-1 | din get i msg ok ur
-1 | a birthday convey dnt do favor forget her is it me my nimya pls shijas tessy to today wishes
-1 | enketa maraikara pa pathaya
-1 | a call even friend he him if is my now priest
-1 | ? all bad dat doing e gals i it know now s said that u wat y
-1 | a few hrs in me or remind
-1 | a and are back balance been completely could dont due enough for from get gone gt had have her hope hoping i is it its loan lt march message mid my need not pay rent reserves send that the there this till to was way when would you
-1 | and but can dont happy hi how i intrude is know last let me mean much new paid pls semester thanks this to tuition year you
-1 | announced blog but case cashed cause collecting during gonna gt i in it just last left lol lt month more on some the they was week
1 | ! customer digits11 digits2 digits5 draw feb for good luck place removal send services stop takes th to
-1 | a be but cute dont good gud mrng person prove short to try
-1 | ? decided eh haven just t where yet
-1 | ? blow but footie going it neville phil re to watching we worried yes
-1 | car da digits1 i inside park wait
-1 | ! abbey abiola happy new uncle year
-1 | am call free me now pa
-1 | ! knowing me so stop well
-1 | ! ? are evening good how is roger this you
-1 | asking auction in now problem punj small tiwary
1 | a an apply c chance comp details digits1 digits11 digits2 digits5 entry for free get in ipod pod rate s std t to txt weekly win
-1 | a atlanta great guys in my semester uncles wish you
1 | ! classic digits1 digits2 digits3 digits4 each for free gr hit nokia on or p poly polys st str to tones txt u wk
-1 | ? coming digits1 me pick u
-1 | ! are cool i liked photos sexy thats very you your
-1 | ? any better by could ever haha i late swing than way
-1 | at but digits1 finish i ok
1 | ! ? a been better can charged clip digits2 digits5 do for from in lookatme mmsto not of p purchase send thanks think ve video why you your
-1 | ! ? all and asked b barred been came decking dungerees first for from got i if in life me orange punch q so stores the this to twat up ve wanted
-1 | can going her hope i meet ok sleep to
-1 | ! but dat de dearer dem feel happiness is just makes meet miss not pain people some them u wat when
-1 | can chinese cos details find fri i in know let m me mentionned not of or out thanks tom u when you
-1 | about have i it now re right that think you
-1 | ? is lecture over ur
1 | ! ? and cancel cum digits1 digits3 for free fun im inc is me msg msgs p porn ready recd sexy some stop text this u up vat warm wet
-1 | call customer i place will you
-1 | after company digits1 don going happen jan join know not on only planned that to what will yet
-1 | around haha heard i me re text that when you
-1 | and get i it ll send there to tomorrow you
-1 | ? asleep babe bit did digits1 illspeak im know messed moro neway not she shit shudvetold thasa u up urgran wen yeh
-1 | ! a and call give go going good have i iam late night now oh sleep thats to tomorrow u well will
-1 | call i in later ll meeting sorry you
-1 | ! ? after girls howz india l never rang u yo
-1 | but for i is which worse yeah
1 | ! and bcm biggest call chat cheap choose connect digits1 digits11 digits2 digits3 digits4 girl hard just live min n now p s service uk vu wc xx your
1 | a c call chat cum digits1 digits11 digits4 end from gettin heard line me not of pics pix private rude sam send shagged stop text then to u wan while xxx
-1 | ok
-1 | long me remember time today you
-1 | arrive havent i juz lor now only shopping
-1 | ? am are challenge for i know the up you
-1 | casing cost did hdd how much ur
-1 | ! a and another batch email he isn just me my mystery opened s sent solved sweetie t
-1 | actually are awake by can describe how i lucky m noon t that you
-1 | ! ? angry basically bcoz day ever fault good hurt i if is its just m misbehaved or plz slap sorry today ur urself was with you
-1 | ? already card cheers for is it of that the time year
1 | box call cr croydon digits1 digits11 digits2 digits4 fantasies hot just k live ltd min now ntt p per po wb
-1 | ! addicted are bcoz bslvyl don friends iam know msging msgs my people see sweet t that they think to when wrong
-1 | ! ? facebook haven huh lol my seen t
-1 | b i it ll mah pick tomorrow up
-1 | come digits1 le maga morrow otside still u
-1 | ? a and borrow could do have plumbers still tape u we wrench
-1 | bcum difficult it more vl
1 | ! a and bahamas callfreefone cash claim cruise digits1 digits11 digits2 digits4 either going live of only operator opt out speak to txt ur x £
-1 | ? as back come havent oredi sch still usual waitin
-1 | call da i in meeting will you
-1 | ? a appeal at by cinema digits1 digits2 director does drink fr i is like mac on plus thriller tomo
-1 | ! ass elephant of shove size tablets the there u um up ur
-1 | at be but cr da ends few first last life maintain many only people remain seems sight so special take them till to very will you your
-1 | ! all and colleagues friends i kidz my n naked on parents screaming sofa surprise the waiting was
-1 | ! didn good hope i lol morning pie pookie t u up wake
-1 | a be before digits1 fucking if maybe problem t this up woke wouldn you
-1 | birthday dear happy lots love nri of rakhesh to with you
-1 | howz persons story that
-1 | are digits1 get going gt lt that to x you
-1 | a bout coz da deserve digits1 heart hi it lead least like me morning neva or person s sleep the tight truth u unique ur will worry
1 | ! a age and awarded break city could digits1 digits12 digits2 digits3 digits5 every perwksub shopping skilgme spree store summer to tscs txt ur win winawk wk £
-1 | ? aft e in is morn or paper today ur
-1 | ! all and expect goes hope text tomo well whenever will you
-1 | and comes diddy every for great is morning my neighbor p toothpaste
-1 | a av i new number one only ta this u use wil
-1 | ! abi are be canada everyday hi how in its just man poking saying so teach that they to you
-1 | am asked de i in no online seeing shop so that
-1 | asked because curious cuz i just my to up was what
-1 | ? how is it nice working
-1 | ? and conditions def did go haha in let like lor okay say terms that the they us wah what wont
-1 | are good how now r s she u where working you
-1 | a at been coccooning home i just kind little of oh so the under ve weather yes
-1 | also at home
-1 | auto correct has phone the this weirdest
-1 | ? already asap ask can confirm da den digits1 ge go havent him if lor lunch me meet mus n of or st then u w wan wat
-1 | ? a bedroom cake came digits1 do for go i if in into latr mind minute minuts mood my n ok out said sed sexy she the u wid wife
-1 | ! a after all and bout digits1 girls gone great hav im in know look me newquay oh postcard send talkin the time u while xx yeah
-1 | a divorce got here lol s she we
-1 | ? and babe back bread enough get give got have home i it ll milk money pick to up when you
-1 | and freezing i it just s snow want windy
1 | ! a are call claim contact digits11 digits2 digits4 draw from guaranteed have hrs land line only prize shows that to todays trying u urgent valid we won y you £
-1 | bus come decimal gt lt mahal stop to
-1 | ! baby bet care good i me of promise take to too treat well will you
-1 | a area dusk game hotel i in its like puzzles solve that thing think you
1 | arrive be call charged customer digits1 digits11 digits2 for mobile not number order please reference ringtone services should thanks tone will x your
-1 | ! ? alright and but cell day down dropped fuck goes hi how i it love miss morning my on phews seems stairs that the this way woke you
-1 | da it mistake my s sorry thangam
-1 | before coz go i need never
-1 | ! all back blood but digits1 for friends frnd get god heart if in including is it like luvs many marry me need poor praying r red relation rose send some support tis to try u ur
-1 | exactly how knew murder of she the time wife
1 | balance box cash cc collect currently digits1 digits11 digits2 digits3 digits5 in is maximize msg now only p po pounds send tcr to ur w
-1 | ? a and because dick facebook feel i in keep like messages sleeping sup texts through town you your
-1 | come da i no on plm the way will
-1 | alone and could do guess he just show they time up wants watch we when
-1 | comin not yup
-1 | princess toledo yes
-1 | aight and at back by door for get i ll me mu need re somebody swing text the to when you
-1 | but cant ding feng fri he leh lor make n reservations ron said say tai wait
-1 | all am be best okay over soon the will
-1 | a be but close cute every for friendship frnd its necessary not secret share shared should thought to true u ur watever with
-1 | da i latest of ok project sent u ve version
-1 | a amp day dear good great have morning my successful
-1 | ! ? back christmas cute den digits1 frndshp get hate hug if is lik lucky luvd me my none people r so squeeeeeze this u
-1 | abt anybody asks if its me ok p tel them u
-1 | a arise aroundn choose digits1 disasters erupt fact funny happens hurricanes hw just natural no nobody sway teaches tsunamis volcanoes wife
-1 | ? gonna or ring this weekend wot you
-1 | can help i on sorry t this you
-1 | advice babe i need your
-1 | ? around four i leave ll ok
-1 | at college come da digits1 forward it medical pm to
-1 | can for i lasagna make vodka you
-1 | a asap can give hi its kate me ring u xxx
-1 | ? a curious doing i in me people sent sofa sugar that thing those thought tour were who you your
-1 | ! before but drunk going got me no told were you
1 | ! a bt call claim congratulations digits1 digits11 digits2 digits3 easy friend good have is just minute national now only p per prize rate thanks the to u won xmas £
-1 | always an be city excuse for i in looking m the to
-1 | a coffee drove fren frens give having i lift ll m me my she still wif yup
-1 | are bus o shore takin the you
-1 | ? do email gt i lt mind night per send them times to will you your
1 | ? a any call camcorder colour deliveredtomorrow digits10 digits11 digits2 digits3 digits4 do free i minutes mobile new nokia or phone reply texts to want with you
-1 | ? at broad by canal gas is off ok on pub seven spile st tap that
-1 | ? at come engin i n ok pick then u
-1 | bhayandar east peripherals raviyog
-1 | ? actually at be can guys howard it k me meet on right should sunoco the way you
1 | call digits1 digits11 have new please voicemail you
-1 | and color come dreams give good has make moon musical my night peaceful sleep sms stars them to warm you your
-1 | a lot thanx
-1 | and ask big butt caller cooked don done food hang have home hurry i if is last m on starving t to u up what your
-1 | ? a anyway be cheat diet everyday fatty i lol m meant right to what your
-1 | a beautiful day do great have its one yourself
-1 | ? a afternoon arrested brilliant called case children cook cooking d decimal digits1 everyone found gardener gt his house i if immediately it lt maid man marriage murder murdered murderer neighbour office on picking place play police post questioned r reason reply s sir sleeping solve the took u vegetables was we went when who wife with
-1 | badrith chennai competition for him i is no only pick surely us will
-1 | do group havent i it leave lucky mate my need reply s time to tot wat
-1 | ? a around enough for got half hey i owe ten the ve you
-1 | ? alrite b checkin is it its just nic number sam so t that this ur
-1 | ? are back but can earlier easy get gt have i it just lt making pay say they to you yrs
-1 | get i it ll m not sure to worry you
-1 | a and armenia at away block by drive ends from gas have house howard is it like ll my right since station swann take the to you
1 | ! a are awarded call camera days delivery digital digits11 digits2 fromm landline sipix within you
-1 | ? at digits3 digits4 do for go hm is mind my one the to tuition we you
-1 | i justify m much my not people ruining shit smokes smoking to too use while wylie
-1 | dear feeling good how morning you
-1 | already beautiful comes don goodmorning hunt in it never of s t the today tomorrow waste when wonderful your
-1 | ? abt all ben decide dunno going him how i is lei leona lor msg n oops tot
-1 | be c come cud digits1 great have hi if in moved now our pub there u up we would
1 | ? a app are award call claim code digits11 digits3 digits4 ending hava if match numbers please quoting rates receive selected standard to todays voda you
-1 | ! amp can crack d even ge gm gn god havnt honeybee i in jokes laughed m met moral msg person reading said sweetest this u wait world
-1 | do easier ever for is just what you
1 | adrian for rct rgds text thnq u vatian
-1 | answering babysitting be call calling calls can cancer everyone everyones get have hurts i if m might monday more my not on one saying stop t talk throat to
-1 | ! a aboutas asthere breakin buttheres chance contract gonnamissu his i il im is luv merememberin much not of ofsi postcard say send so u would yaxx
-1 | ! bajarangabali digits1 dodda don ee good gt hanuman hanumanji idu inde ivatte janarige kalisidare keluviri lt mahaveer maretare maruti matra msg na nalli name neglet news next odalebeku olage ondu pavanaputra poortiyagi problum ramaduth sankatmochan saturday siguviri t true
-1 | ? at back darlin digits1 do finish hi i kate luv me meet number on or pick text this u up xxx
-1 | ! a always and as but day easily for forgets happy heart in me mind not place remember set the valentines will wish you your
-1 | ? at bishan cos driving i m me meet not now okie today wan
-1 | first ho is of oh the these this time type u use words
-1 | ! ? a all but call can darlin did get goin good had hi how i if ijust im into last me morning mum night out really soon talked time to trouble u was work your
-1 | are doing i know mean now serving what you
-1 | d digits1 dl gei happend ill in it its maybe me oh out that to tron when
1 | activate by com conditions digits11 digits3 for free message messages replying terms text the this to visit with word www your
-1 | always and girls good got i it know night pa safe selfish thank you
-1 | a at fun have hope no photo shoot spiffing well went workage worries
-1 | already are kay out since we
-1 | ? already c din eh i in lar leh me msg not now office sad sorry still tv u ur watching
-1 | by im right work yo
-1 | ! again and babysit but call can darlin do film have i it just mate me much my ok some stuff supose then there to too was worry xx you
-1 | a and available call checked don embassy i its mail no or pls saw send since spaces stuff that the them to true wake
-1 | from juz nope off work
-1 | ? dat fast finished havent huh means painting so u
-1 | ? at digits2 do is it live number u what
-1 | batsman big he hundred is sac score set will
-1 | me number pls s send yetty
-1 | approx cost how it month much per will
-1 | ? are book but coz digits2 free go going i isnt it jiayin may ok on out s she test the theory think thought to wanna when with
-1 | a any call fine give has have he him if knows me or questions s that wants what
-1 | a got late on re sorry start the way we
-1 | back go lor then u urself
-1 | am at gas go i station the there
-1 | ! babe covers face i in kisses love you your
-1 | awesome car friend him i in it like made one our s smoking throw time up was we were when
-1 | checked da have i it not still
-1 | go i ll stay to walmart will you
-1 | can disturb great him i ll more oh so talk that we
-1 | cheating is mathematics not reverse that
-1 | again broken caught english re u using welcome
-1 | ? a and baby called good i is left message no problem talk this time to
-1 | ! ? brand is it oh which
-1 | able and basic be call can cant care come currently deliver digits1 do for friday get give guide happens have her i ill insurance it just ll m major me medical morning now person r right see she shopping so sorry take that thats the there til to want wat waxsto when you your
-1 | are at coming time what you
-1 | and call coming fool him like me not ok say tell them this to today you
-1 | ! a good had idea just ll r slurp sure that they u understand wine
-1 | a day digits1 is miles minimum walk
-1 | a all and c cinema get going ing not ok on problem r taxi the them think to tomorrow tuesday we will
-1 | baby barolla brainless d doll drive madoke sariyag vehicle
1 | call digits11 have i let m missed on s sorry talk the time when you your
-1 | attend phone please the
-1 | a accept any but call can didnt even hate me messaged mine of only or single you
-1 | her holding i it m messages no now on phone
-1 | ? got my postponed still stocked trip up yo you
-1 | call i later ll sorry
-1 | am call for i sir waiting your
-1 | are doing hey no pa reply what y you
-1 | do gone i ll not place really so sorry that to tomorrow ve
-1 | break don hug i into it let me most of s so t tears the tiime when you
-1 | am and call can come going i me not so tell theatre to tomorrow u when where wherever
-1 | and electricity fml just now out went
-1 | also andros etc ice
-1 | ? a across afternon and are babe from good have hope how i interviews kiss love maybe miss my passionate sea some the today wake you your
-1 | ? believe c e i msg neva really sent shuhui u wat wun yup
-1 | called dear me now she umma
-1 | finished just missing plenty you
1 | ! box cash collection complimentary digits1 digits11 digits2 digits3 from holiday ibiza landline lose needs not now or out ppm sk star to urgent wp your £
-1 | as before drunken i meant my night of opposed to well
1 | a be billed bt by call charges digits11 digits5 free from have landline mistake mobile msg number please refunded shortcode this to we will your
-1 | can ok
-1 | ! am at back bit far in mum my oops s see somerset soon tomo x you
-1 | ? nigpun overtime so u workin
-1 | both got guess o screwd they
1 | an as call digits11 for immediately is message please there urgent waiting you
-1 | a at call i in later m me meeting
-1 | ? cooking dinner for me r u what
-1 | a another bull care day floating go have i ikea in live me mess off plan so the to was with without world your
-1 | buy i then
1 | ! a awarded been bonus call caller digits11 digits2 digits4 from has hrs land line mobile number only prize urgent valid with your £
-1 | funny heehee so that tho was
-1 | ? an at digits1 for hour how least leave s sound t we wouldn yeah
1 | a advise am are as awarded bonus call customer digits11 digits4 following i mob no of pleased prize recent review that to valued with you your £
-1 | a day great have honey thanks
-1 | ! a amazing an brings decide difficult in its lie life or quote smile sometimes tear that the to truth whats wrong
-1 | ask dad digits1 lar meh pick stay then to until up wan
-1 | chillaxin jus up what
-1 | ! all cool crisis das digits1 hey iknow l of peril r spk studentfinancial u wellda
-1 | against beautiful but carefully feels goodmorning gravity heart heavy in is it leaves light our read someone truth very when
-1 | ! a busy coming day fine going great have here hill hope is it monster over r that the things though whats you
-1 | ans answer father gt hav ias if iq is john joy lt of question s the then ths tis to try u you
-1 | after all ill obey once only then yours
-1 | and didnt i know let no online search she will you
-1 | no pic please re send
-1 | a amongst bro bros he remains
-1 | bad having isnt sick tb test uhhhhrmm when youre
-1 | but digits1 enuff got haf i like mb space
1 | ? a and any anytime call calls deltomorrow digits1 digits11 digits3 do downloads free inclusive mins network new now or per phone reply video want week you
1 | a advise am are as awarded bonus call customer digits11 digits4 following i mob no of pleased prize recent review that to valued with you your £
1 | ! age and begin digits2 e g gender m please reply to welcome with your
1 | ! ? activate call calls digits1 digits11 digits5 free freemsg gbp help landlineonly month no smartcall stop subscriptn to txt unlimited wk
1 | am area b c calls carlie club day digits1 digits11 digits2 digits3 dont fink fl gr hp leave lkpobox met minmobsmore msg new please promised reply u ur we will wiv x yet £
-1 | easier her here its true with
-1 | a be but cover don i my need on parents really since story sure t tuesday will working
-1 | haha leh okay today weekend
-1 | about and anything ask but can d did don helpful hypotheticalhuagauahahuagahyuhagga i if in jack just know me or pretend response say shit something t text that the to want whatever you
-1 | always been brainy one the ve you
-1 | a be change digits1 do dude get gt have if info just lt need never our party random safe sheets study to we yeah
1 | ! a are awarded call camera days delivery digital digits11 digits2 fromm landline sipix within you
-1 | a and digits1 do evening gr greetings happiness have joy of sending you
-1 | ? a anythingtomorrow are aretaking as cantdo darlin free hi i katexxx me meal myparents outfor u when
-1 | if india is level means or record series this win
-1 | ? about further plan then what
-1 | ? awesome but charles deal do gate how i last me night the told uh with yeah
-1 | ? goin of thinkin time what you
1 | ! a and apply be c can collect digits2 digits5 extra films free get go its mobile movie only ordered player s t text to video yrs
1 | a at bridal brought by choose co delivery from lingerie money national on petticoatdreams save selection superb to uk wedding weddingfriend with www you
-1 | ! but care cause don i its know t there yes
-1 | beer brandy dhina gin kudi rum scotch shampain vaazhthukkal vodka wine wiskey yarasu
-1 | best cheap chinese den depends eat ex food gd haha is la lor mon n okie on or oso prefer u wana western whether which
-1 | ? ard busy do leh lor nothing sitting to u w work
-1 | ? mail sorry
-1 | abt incident just telling tht ya
-1 | am and at called cause digits1 family for hours i it like my outside started them to up wake we were whole yes
-1 | class got just outta ugh
-1 | any anything bag called dont file find have i if in ll me my of room tell was when work you your
-1 | bathe bathing can card cleaning digits1 disturb dun dunno e finish gd i jus lar liao me my need network no not phone room sis so testing thk u ur waiting
-1 | do i later ll ok right you
-1 | always but can cheer dear digits1 dont fear friendship get gud hear i live more my near ni no not o poem r tear u with
1 | a all am beg call did digits1 digits11 for from heard here it just knickers last like luv make me my net night nikiyu not now on time u while with xx
-1 | a accident am back bit brilliant cos digits2 divert had i long lots love of on soon speak thanks to via wadebridge weekend
-1 | at bugis can cine den digits1 digits2 digits4 frm go hip hop i jiu k liao mrt nb one orc parco sat sun to vill we yan
1 | ? apply bloomberg careers center com digits12 for future http message wait why your
-1 | my phone
-1 | and bowl figures found haha i piece priscilla s the well
-1 | actually an at be before do excuse find fuck in january just point some tampa that though to whatever
1 | ! a are call claim contact digits11 digits2 digits3 draw from guaranteed have hrs land line m only prize shows that to todays trying u urgent valid we won you £
-1 | all and day except saturday sunday working
-1 | aathi are dear where you
-1 | alwys amp be dreams empty eyes frnds good heart in is life love mind night r so sweet touch wisdom without
-1 | ! bus ever for get i if inform m me same the there think waiting when you
-1 | ? a how just question quick s things
-1 | a and another at bay blue come day ended for gud has in leaves like may morning mrng night rays smile special sunny the way worries you your
-1 | ? around by can come done everybody gt i lt probably right s
-1 | before but cos day didnt ended got gt i it january lt mid money new period return returned said see she surprise the to wanted when with year yetunde you
-1 | be check email photos sent sure to we yahoo yesterday your
-1 | ? for looking she was what
-1 | ? boytoy my s wherre
1 | a any anytime call delivery digits11 digits3 do five for mins network new now only or per phone pounds reply text tomorrow video want week you
-1 | add bad be change character digits1 dnt for frank good gt i in lik ll lt me morning my new reply resolution tat tell to try u ur waiting which year
-1 | apartment buy chennai going got i in no rumour that to you
-1 | earlier probably than that yeah
-1 | change logoff sound windows
-1 | also came i m room to
-1 | at but digits1 earlier going got huh i kent lei lesson n of parkin sch thinkin to tot vale was
-1 | ok
-1 | amp around asa call cann decimal free get gt have i ll lt mobile my office problem reach so t voice will you
1 | ! a are being by call contacted dating digits1 digits11 digits2 digits3 find from is it know land line our out p pobox service someone tg to w who you
1 | ? a are cost currently digits1 digits2 digits5 greet m meet on or p std text they to tour u unbreakable unkempt untamed wan westlife what win with
-1 | birthday charming dun find happy hard may n prince soon too u ur work
-1 | a any bit but charge come cover doesn first grand having is it mention of oh party probably s served so t the
-1 | arnt but hope i id like love me off pissed really see to tomorrow would xxxxxxxxxxxxxx you
1 | $ a bank buy cdgt com digits1 digits2 digits3 dorothy explosive for granite is issues kiefer members nasdaq of our over per pick strong symbol that up
-1 | a and check down for gt i last lt m man money my old says still that the to waiting with year
-1 | come home i now to ur will
-1 | be food for here will you
-1 | allalo alle eppolum life mone oru pole
-1 | nite
-1 | ! are care cool dont fundamentals gud is king life like nyt of or the two walk whoever you
-1 | ! a alrite am at avent chat coz digits1 doin good have hi hope js just long love m nit noi ok petey spoken time u ur wanted x ya
-1 | a boat burgundy captaining i just party ron saw so yeah
-1 | are base i in m money serious the you
-1 | already guy loving one you
-1 | ? always can chat fact i in me money need raise with you
-1 | bpo i job like m profile seems
-1 | ? about advance all and apologise but cheap cos didn do found give i in is isnt it just nighters no one persevered said sleep so somewhere t they to up very was well
-1 | ? actually always and back boss call car cheaper come could etc fixed get getting go he him his hoped how i in kept last me morning much my not number place regretted should so talk telling the think this to today told went where would year you
-1 | and brother family hanging his my out with
-1 | be by digits1 dont i it know no only reach she telling there will
-1 | ? and are end going hey i month of quit soon the till to working xuhui you
-1 | ! ? bout digits1 fault give i im it last me nite or pmt shldxxxx sorry spouse sumthin t think u ur was wasn
-1 | be best case d much pretty scenario that the yeah
-1 | digits1 free haf i my not parents pick today tonite up
-1 | ! a all at babe been bk call cool da day dead digits1 far fonin frmcloud had hey hon im j mo mwen nytho on out sleeping sofa spk spun tx wrld x
-1 | ? i naughty pix send should you
1 | ! am and are club day digits1 digits2 during eve fast fri from new night now on pm re sale sat selling the they this thurs tickets till week xmas years
-1 | ? after an can digits1 get getting has here hour in leave like long not th to tyler you
-1 | be every night pounded prepare to
-1 | a actually and doing explain full gt i is later lt m mobile msg my need of online send sent them to u where wil work
-1 | ! ? are evening good how you
-1 | at call home i m please
-1 | cos dad digits1 dunno eat got in lunch me my n no oic or out sch sis so today wat went whether
-1 | ! across devouring from fuck good i it kiss lion love mmmm mmmmm morning my sea sooooo the this to too wake was words you your
-1 | am dear happen i silent tensed what why you
-1 | at come digits1 get guys i ll me some sooner there time to unless want you
-1 | are coughing if its not nothing then you
-1 | come digits2 lar lt me n pass to
-1 | be dead get ill is it ll lol ok prolly send slow sprint to tomorrow try warned you
-1 | meet monday thank you
-1 | ! ? all am b back c digits1 good gower how i ill in is man mate morrow msg r random so th the this u wales was where which who wk
1 | cancel chik days digits1 digits11 digits2 digits3 digits5 e films filth filthy get ltd now of on p per phone pics rock rply s saristar stop to xxx yr yt
-1 | $ can feel get got gt i later like lt more some though whatever you
-1 | a about apartment dad got i late now omw so start talk the to wanted
-1 | both i love too you
-1 | ? feeling lol sick still u
-1 | am eyes in my philosophy to up
1 | activate c call calls charge cost digits1 digits10 digits2 from get m min mobcudb month more net network next pobox st standard terms upto ur uz wire £
-1 | i in lei lor m now ok town
-1 | already asked go had i it me sabarish to
1 | ! a are box c call claim contact digits11 digits2 digits3 digits4 draw from guaranteed have j land line pm po prize shows that to todays trying u urgent we won you £
-1 | ! a did flea forums great hey i inpersonation it know lol love of on someone the
1 | ! banneduk cost digits2 digits3 digits5 g ga p see text textoperator to xxx
-1 | a chance get hard have if it let search still there try will you
-1 | ? always celebrate do family ny s with you your
-1 | ? arises as but delivery died digits1 facts great gt hari he hell her his husband in is killed know known lesser love lt mahal married marry mumtaz of other out question s shahjahan sister symbol taj th the then to was we where wife wifes
-1 | and can chat come home it its meet my nice ok to v vl
1 | ! collect com digits3 digits5 flight guaranteed hotel inc no paris prize rtf s sphosting text to valentine weekend www your £
-1 | fine greetings her s sends she
1 | ! at ctxt customer digits1 digits2 digits3 digits4 digits5 from get loyalty mobile mtmsg new no nokia now offer only p start t tc the to txt txtauction word yours £
-1 | but dint in me touch with you
-1 | back be leaving now right soon yup
-1 | a i in leave ll min sure yeah
-1 | and any can cars do have how me one ship teach that to you
-1 | a actually big bslvyl but evening have is it maturity nice not of saying sign small start the things understanding we when
-1 | at confirmed for staying that weekend yeah you
-1 | and count decimal division for i independently like multiply numbers places points push showed the then you
-1 | a all and as be great have hope i is knowing lovely message morning night see should smile this to up wake when you
-1 | ard digits1 lor
-1 | are comin how meanwhile project right s twins up you
1 | ! at customer digits1 digits11 digits2 digits4 digits5 from get hi ibh loyalty mobile new no nokia now offer only start t the to txt txtauction word yours £
-1 | alwys amp be dreams empty eyes frnds good heart in is life love mind night r so sweet touch wisdom without
1 | a am and back digits11 digits3 end from hear horny hot i live local ltdhelpdesk me msg n netcollex p per reply stop strt text to willing you
-1 | around at cyclists equally many night not of our pesky ride that those time too uneventful
-1 | after buy do get go i just ll my relax sent she should so tell text them this to ve we what wife wkend you your
-1 | a am escape few going i in kavalan minutes now theatre to watch
-1 | a cost hire hitman how it much to would
-1 | anything i lor
1 | ? a any call camcorder colour delivered digits11 digits3 digits4 do free i minutes mobile new nokia or phone reply text to tomorrow want with you
-1 | ? but cant digits1 empty go handed house huh i right ur
-1 | ! good happy morning new princess year
1 | a august call code congratulations digits11 digits4 draw in now our prize re ve winner won you £
-1 | ? busy doing now r then u wat wif work
-1 | i know mood off today you
-1 | already do jay me told will
-1 | causing conserve cps energy is outages the to
-1 | ask come hey morning pa to what you
-1 | ! got jordan last nite out voted
-1 | a an epi fine got here in means now s she that you
-1 | are have i idea no where you
-1 | ans answer father gt hav ias if iq is john joy lt of question s the then ths tis to try u you
-1 | and bhaskar cal call deep i lets m me meet to unable
-1 | i in library ll meet no the you
-1 | a also and another bringing dubsack extra for friend i k know ll may my on plan roommate so some sure tell they want wants when you
-1 | c ok then
-1 | ? and anything basketball enjoy football i outdoors playing watching you
-1 | any ask bb blackberry bold can does gt he his in interfued is it lt macho new only or please plus price range something the used want what you
-1 | again blank but digits1 do msg now sent serious some sorry studying trying yup
1 | alfie charity children digits1 digits11 digits2 digits4 for in m mob moon need nokias on or p poly polys profit s song tell to tone txt ur zed
-1 | an apology as at drugs for from get gt i lt me meant night texting to you
-1 | a and april as audition away back be don down during february forth from getting harlem have hustle i ll means moved my place season since sister so stay t that there to
-1 | e fats goin lor lose muz to workout
-1 | ? happend message no responce what
-1 | i is k me message mistake not one sent should tel that the thing this to u want you
-1 | ! bring fri i ll measure my right tape yeah
-1 | a chance get hard have if it let search still there try will you
-1 | head i or should straight there what
1 | ! box colour digits1 digits2 digits3 digits5 eng england flag for game get mobile official on optout or poly ringtone stop text the to tone tonights txt w wx yer £
-1 | ! are princess sexy so thank you
-1 | ! got i of oooh plenty those
-1 | a big difference every gt hrs its lt versus
-1 | all cry don edge else everything happens how i it just life make me my not of often on our over pushes s sorry stuff t that the top underdtand when you
-1 | about babe both cheer digits1 feel fit get i it just lets locaxx me muchxxlove not same soo the try u up
-1 | ? hook know means right up what you
-1 | ? da model num of phone s ur wat
-1 | all and arms bandages despite every fact five gets he his into it minutes now of off over really s shit skateboarding that the thrown up winds with
1 | box by can club com cost digits1 digits2 digits4 enjoy for further gbp html mfl mix mk my po replying see stop terms tone tones week wt you
-1 | already dark digits1 e excuse got hee here house if liao my not quite raining rite run sky then
-1 | didn i see t thought you
1 | ! ? a digits1 digits2 digits5 direct doggin dogging dogs ec get join laid largest locations lp mobile msg network now nyt real sent the to txt uks wamma want your £
-1 | can carlos from him later pick re says set so up we yeah
-1 | ? a babe cancel for friend had hey my still to up visit
-1 | ! about d forgiven have hmm ill it ok re think to you
-1 | ? are away by digits1 for from get hoping langport still to tonight town up we you
-1 | ? a hug i me need one send to virtual want
-1 | going here not over probably some still stuff
-1 | between come i in people why you
-1 | apnt company digits1 group pm senthil
-1 | ? air did it make oh on really s talent what you your
-1 | be but free i ll next studying weekend
-1 | come gt i lt min out wait will
-1 | gt home i in lt minutes reach ur will
-1 | ! a great have then weekend well you
-1 | ! ? and are at be bed being but by digits1 do doing go i ill in it langport lanka ll pm probably sorry sri sucks what when xmas you
-1 | ? also cannot digits1 how huh many mistakes only then
-1 | ? ar ate ha honey jus so sweet u
-1 | and calling can cancer everyone get have home hurts i it love m moms my off phone put see sister stop t talk telling to turning u up when with won
-1 | ? ass boytoy buns darling did go gym honey i loverboy miss plum sexy smacks sugar sweetheart the to too you your
-1 | cause come do drugs imma jay over some to wants yeah
-1 | care ok take thanx then
-1 | boring of oso thk u wat yup
-1 | ? alot at away came coming digits1 digits2 flat got his in is look ok s seems the to too wiv woman work
1 | a auction digits1 digits2 digits3 digits4 digits5 free get have hg i is jhl lands nokia now our part row send suite take this to w what when win won you
-1 | am class in this whos
-1 | ? finished formatting hey i online r still the ve
-1 | ! ? attracts brothas great so the to what you
-1 | its not possible stupid
-1 | a cant i message now phone pick pls right send the
-1 | happens in lol stays vegas what
-1 | ! at b bak couldn day digits1 friends got hello hi hun i im in it just lancaster left long lou make mobile neway reply so sorry t took ur
-1 | dad hell hurry says the up
-1 | am at gt lt me morning up wake
-1 | ? advising bsn class get gt i in is know like lt minutes of out where you
-1 | ! big get great i loads ready shoot so
-1 | ? coming still tonight you
-1 | dear happen me tell what
-1 | am call for free i me once please sir waiting your
-1 | am any having i in laptop movies my no not
-1 | ! be but cos evening finish i im love lubly me not ok spend sure that the time tomorrow vewy wanna what with would xxx you
-1 | as been digits1 from gt has hello lt per request rs to transfered you
-1 | am call da i in tirupur you
1 | a am are award been call cash claim cost digits1 digits12 digits2 digits4 have live operator or p pm receive selected speak specially to winner you £
-1 | as da did domain how i in noe nusstu sch specify still
-1 | asked care for fun haha i oh take
-1 | ? get i my pouch shall
-1 | ! ache and at between crave feel fuck had hey i legs look love loverboy my need picture tell to want you your
-1 | ? ar digits1 kent lor me there vale wait
-1 | about all good its making money ok that very
-1 | bari ertini gud habit hudgi kano nan pataistha reading yorge
-1 | aight do get money still to want you
-1 | ok plan then todays ur whats
-1 | ? are important in is this town v you
-1 | ? dont i knw pa ru sorry who
-1 | ? doing there u wat
-1 | ! a august commercial did for get hasbro hoops i in is jump made many most not oh one outstanding paid so still the they through to us will
-1 | am and bye call care dreams i late me morning so sweet take tomorrow u ummifying you
-1 | associate networking support technical
-1 | gonna i m my out rip uterus
1 | arrive be call charged colour customer digits1 digits11 digits2 for from mobile not number order please red reference ringtone services should text thanks tone txtstar will x your
-1 | all gang is not ready the why yeah
-1 | ? blank but is lol wat
-1 | a car collect i in m movie oredi
1 | ! been chat digits1 digits2 digits3 digits5 hi hl invited j lands ldn lucky msgrcvdhg night nights now p row suite the there to txt uks ur uve w wildest xchat yrs
-1 | ? abt and nothing ru spl u wat whr
-1 | chikku free i m no nt ya yet
-1 | aldrine call ex here pls rakhesh rtm urgent
-1 | at call home i m please
-1 | an any as be could excuse good guess i lol you
-1 | ? a abt all amp at cant cared cell colleg d dear did digits1 do espe events feel frnd frnds functions goodmorning hw i imagine in irritated isn it jst life live ll loving missed necesity t takecare thnk those to u ur urself wat whom witout wrd wth wthout
-1 | a day dear gud hav mrng nice
-1 | ? burrito digits1 rajas right tacos
-1 | ? digits1 get in is it ok s that to £
-1 | ? end hows is library of street the walk where
-1 | a amp an anyone asks attempt been by call calling card cnn co confirmd coz disconnect do from gt has ibn if it itz iz lt make mobile motorola n no nokia not note of or plz sim so terrorist the to type u use verified
-1 | did his stitch trouser you
-1 | da going in jaya no talk to tv vijay
1 | digits1 digits3 p tf
-1 | ? bored doing hey i m of r so thinking u wat
-1 | a add all at doesn girls name names nobody penis story t their this up
-1 | aight around be gonna know let me re usf when you
-1 | i lip m not shangela she synced with
-1 | aft at da home how i in m me neva noe not tell wat
1 | airport booking call claim class dear digits1 digits11 holder holiday lounge passes quote st using voucher when x your
-1 | ! ? again and are babe buzz day did for goes hey hope i in long love loving miss moment my of sleep smile the think together we well you your
-1 | anot can crazy dunno haha sounds tahan
-1 | ? are early so u up why
1 | ? apply bloomberg careers center com digits12 for future http message wait why your
-1 | ? are gloucesterroad im later on to uup what
-1 | always available here in is place tv work yes
1 | ! adult chat digits3 digits5 exciting in is meet msg now only p place singles the to town txt uk yes
-1 | ? a asked being by child d forgiveness fruit gave gives god good hurt is it little lovely night reply stone that tree what when wonderful
-1 | bus gt join ll lt the we
-1 | about all ask didn get glo just keep maybe messages on one s sent t that the this to was we why will you
1 | ! and co digits1 digits2 digits3 digits4 digits5 every for free get getzed just mates mob no nokia norm p pobox st tell to tone txt txting uk ur w week wq www
-1 | difficult help me out smoking this through time us work would you
1 | ! ? all asked be call cant contact dating digits1 digits11 digits3 guess has know now our p pobox revealed s service someone u who will xy you
-1 | lookin mum strong yes
-1 | call free goodmorning me once sir
-1 | ? and congrats dear digits1 gr leaving message plans r school see so that to u ur was wat what when
-1 | ! are at but girls it love may office smiling sore the why wonder you
-1 | a back by did eaten got hi if lion much nothing or something wlcome wonder you
-1 | cars clearing does help in timi uncle
-1 | again bag but ok
-1 | ! d experience free hi if just know like maneesha no or reply satisfied spoke the to toll v we were with yes you
-1 | b call digits1 lor me msg ok u
1 | age blonde digits1 digits11 digits2 digits5 free fun guys help i if in increments like look me mila mtalk new pp sex st text to txt u uk with £
1 | ! a call claim digits11 digits2 digits3 have just mobstorequiz now ppm shopping spree won you
-1 | ? a get physics then ur
-1 | a and ar birthday book dear delicious details dont face for friends gt his information is its late log loving lt miss more number of on our praveesh see sorry the to today treat
-1 | ? going how it me r send to
-1 | and dear got lower mine seat train
-1 | ? anything beers desert else get how i if know let many me need or salad shall something you
-1 | ? doing r u wat
-1 | are unbelievable whore you
-1 | all are don get here hold made mean sure t the we weed you
-1 | ! ? adoring ahmad belly can does dreams feel i in it kiss know love make meet my shall warm wish you your
1 | and are at bears call calling digits1 digits11 digits2 don fun jocks min miss nat now p rate s scallies skins stop t texts the twinks weekend
-1 | ! cum flood i it love pretty pussy that to want with
-1 | a be but cute dont good gud it noon person prove short to try
-1 | also beads come don ever off remember t the
-1 | a and bottom collect forums from have last nitro of on page post ppl requests section start the they thread up where wishlist
-1 | ! and are at beer comfort first for gt history in india lt luxury need onion petrol price rs same shesil sold the time
-1 | ? actually cash for got gt hella ish lt nvm on still we
1 | ? a any anytime call camcorder contact digits11 digits3 handset mins networks now of offer or our re reply text to tried unlimited video we you your
-1 | armand around at it least ok s still
-1 | am da happy i na no sit that together we
-1 | acc and be can credited draw dude fake frnds getiing got gt i if il is it its link lt m mail member money my no not reffering rs thts u vl wen wit y
-1 | awesome brownies cookies dude i made makin my pics sister those took weirdy were while
1 | ! a are call claim code contact digits11 digits2 digits3 draw guaranteed have hours k last only prize shows that to trying urgent valid we weekends won you £
-1 | anythin days dont eating for from her likes next pls restrict she the two
-1 | and at audrey dad funeral home the with
-1 | ? address aight can me text the you
-1 | ! excellent now right together we were wish
-1 | age digits1 digits2 fine for ice is or then yep
-1 | can digits1 dunno get her to wat
-1 | abt chikku did guy he irritating k msging not or stopped then tht to u wat yet
-1 | does get how it long take to
-1 | by is my number this vivek
-1 | brah exams finished just last my of sorry the up what
-1 | arrested at for got gt i lt not pm possession shit time you
-1 | a after an and are become but can definite do give going greece i if is issue it m maybe move need now out ready really right setting should space starting still suggest t the there this though to want was you
-1 | here just normal only
-1 | and day desparate for have hear i it just left listen love m me message miss much of other recorded so sound the to voice you your
-1 | always and chat hi i like m on online someday to with would yahoo you
-1 | am expired goodmorning grandfather leave my on so today
1 | a blu c call can claim concert congratulations cost cs digits1 digits11 digits2 gift guaranteed in max net november or row smsco tickets to ts u vip www £
-1 | a bit by can come i if in ll see sure
-1 | about agree ask can i ipad macho please question same so stop the thinkin you
-1 | ? a and bunch buy deal get gt i if let lotto lt money of our pool s tickets together u we win
-1 | ok
-1 | i like lor nice one then tv watching
-1 | auction chennai come for forgot i m that thinking to
-1 | ? ar at come digits3 me n pick then
-1 | ! ? any bird early purchases yet
-1 | about and at digits1 digits2 enough erm get give ill ll park pick pm that there time to up you
-1 | ! ? ave de did gimmi good goss hey holiday honey hows mate u x
-1 | and as come do down howz i ice it medicine pain said today will ystrday
-1 | ! a all and april audition be chile come decimal down drive feb for gt hour i it lt me only please s season subletting the time will
-1 | anything goin i if know later lemme on s that thought what yeah
-1 | ! cant i it lick mmmm to wait
-1 | any dont excuses go gt i lt pls there today want
1 | ! active and back digits3 digits5 dream fantasy football gamestar go is k now on opt out play register saturday scoring sky so starts team to tv your £
-1 | ? alone in town u
-1 | all am cuddling forward i looking more only sex sleeps the to two
-1 | all have not required rounder so we
-1 | ? dis do gt its k knw lt no true u
-1 | a actually and can cine for free go got haha hip hop i jazz kb leh lesson m oh open s then there thinking to tonight was ya zoom
1 | ! ? a are area chat cncl digits1 digits11 digits2 digits4 digits5 find free in msg now of partner people per real s send single stopcs to waiting your £
-1 | do i m my ok part tomorrow will
-1 | ! ? a back but buy call can cheese diff farm found i in no now on shop some to way we
1 | ! among and answer be book chance digits1 first harry newest of order phoenix potter questions readers reply the to win
-1 | do furniture i like pink the tho yep
1 | ! ? a b com digits1 digits2 digits4 digits5 ecef ff first free from http id index jul msg ringtone tms true widelive wml
-1 | cal customer i place sir u wil
-1 | a amp an being can catch enemies enemy even feel for goodmorning guilty have hearted her his makes person pure smile smiley so sunday that the to with wonderful world your
-1 | ! alrite and c care digits1 don gail girl hun is know l love neva s sweet t take that tr u worry wrong yaxxx
-1 | able be come could he theoretically to yeah
-1 | alright at guys hooked re up we where you
-1 | at do good it let math me no not the your
-1 | digits1 finish havent lect me my oh ok there wait
-1 | around but definitely guy i know my of out people re s there town usual yeah
-1 | am formally i joining keep later pls praying talk today will
-1 | ? did e mail message multimedia no or them you
-1 | already but dun fat i me okie say scared then u wan
-1 | did get message that u
-1 | call hsbc i senthil sir sorry tomorrow will you
-1 | about accounting agency all and another are around but checking delayed discuss gt housing i in inform it just left lt my now online person place places rent renting said she should that the up usc vague very with would
-1 | a and back coming course expect fri get hey hi home i ill im juan loads lots love nicky of on party phone presents u welcome when x
-1 | ans bslvyl can com fullonsms me plz sent tell the via you
-1 | a be but cute dont good gud it noon person prove short to try
1 | ? a also alto asp been can co digits2 digits5 has http link o picture sent to uk use wave you your
-1 | a like or personal sized what
-1 | anniversary at aunts great i in m my party same springs tarpon
-1 | and at available cab door drop is pick steps they up
-1 | limited minutes texts unlimited
1 | ! bluetooth call digits1 digits11 digits4 double free hf latest mins mobileupd motorola nokia on optout or orange sonyericsson tariffs txts with
-1 | a be lot no of problem quality spending time together we will
1 | acl attempt awaiting call claim collection contact digits1 digits11 digits3 digits8 from is nd now our pm prize still this to u urgent yesterday your £
1 | ! award box call cash collect cw dave dear digits1 digits11 digits2 digits3 digits4 final from holiday is landline notice or ppm sae tcs tenerife this to wx your
-1 | last practice yes
1 | ! all call careful claim details digits1 digits11 digits4 enter have mobile personal prize prompts tells the to u ur £
-1 | been no thank ve wonderful you
-1 | confirmed i it juz mean ok oni s say then they tot
-1 | okie
-1 | ? be depends how like that to treated would you
-1 | brah later on right see you
1 | account call claim code digits11 digits2 digits3 digits4 expires for identifier points shows to unredeemed xxxxx xxxxxxxxx your
1 | ? a any anytime call camcorder delivery digits11 digits3 do for half handset line mins network new or price rental reply tomorrow video want you
-1 | asleep care dear fast take went
-1 | a fat have head just means no that you
-1 | ? her like proper serious tongued what
-1 | are but coping distance good hi how if long now s say she smiling so the was with wondering wont you
-1 | c car da how i in lar later m noe now s she shorts then wearing
1 | ! an announcement call customer digits3 digits4 freephone have important now service you
-1 | ? accept as belovd best brother bstfrnd clos cutefrnd day dear digits1 enemy is jstfrnd lifpartnr lover lvblefrnd me means no rply sister swtheart today u
-1 | ard digits3 i lor message ok then
-1 | c ok then u
-1 | a again c come eh got he laptop lei look mon muz no not say stock take to ur
-1 | ! be before born but don eek even flurries get gonna ground gt had haven hit i it its lt melt more much since snow t than that the they think those usually was we will wish
1 | ! and babygoodbye digits1 dontcha eg for free golddigger join more or poly pushbutton real reply ringtone st tone u webeburnin when wk £
-1 | ! because career change concentrate digits1 do educational here i im in into leaving my sentence that thing want
-1 | ? a and be by go home huh midnight movie oh paper perform really to write
-1 | ? how izzit raining still
-1 | as enough having i if sleeping t trouble wasn
-1 | add havent i right yet
-1 | appreciate babe but company do drinking eat i keeping lol m me need night really remember smiles that to when you
-1 | aha cant nigh yes you
-1 | b by cos digits1 frens go going gotta home i ll my out present shopping thk urself
-1 | all and be bored cable day death gonna i internet m nooooooo outage to
-1 | ! amount any can get i pls sos
-1 | ? come go guoyang her how n tell then told u
-1 | get need now to up you
-1 | a chance dengra giving r rahul second they to
-1 | ? ago an and anything asked fact he hour how if in just like much needed we when yeah
-1 | ? c doctor go there to wan y
-1 | a bb daddy does have now
1 | ! barkleys crazy free get gnarls go just message msg now reply right ringtone this to totally
-1 | borderline but s she whatever yeah
-1 | can digits1 digits3 dinner go lor together until ya
-1 | ! be gentle i love make princess sweet we will
-1 | ! ? are baby call doin every get girl hope how i in is miss off okay phone time touch u ure
-1 | bed early nightnight sorry to went
-1 | ! and forward grooved hmm if im looking my not out pound special to too yeah your
-1 | ? affairs along ask asking cos digits1 free got hee help i in infernal lor me message noe oso pple shuhui so tape to type u video wan watch
-1 | da dude hi hw mising r realy today u
-1 | a bit but buy dun food good hungry juz lei little me mum n some wan yun
-1 | ? all at did eat gonna how i m me miss pop probably t think today u was weekend won your
-1 | ? i it knew late slept so u up v wake yest
-1 | a angry as be dont for haha it practice real take the thing with yourself
-1 | day is one that training where
-1 | a day dear have my nice
-1 | box details eckankar fakeye i lanre mail s sent the to
-1 | ? back dad in is ph your
1 | ! a ag apply award been before call close cost cs digits11 digits2 digits4 have lines ppm promo receive selected specially t the to you
-1 | can e go i if lor then timing u w
-1 | aathi lot love u you
-1 | ! bruv callin care hi i just say take to was
1 | ! a as call collect computer customer digits11 digits3 easy has have is just our picked prize to valued vodafone win won you £
-1 | a appreciate back but class day direct do find for from have i in m message my not now of on out pay process really sacrifice sure test thanks the tomorrow way will wonderful your
-1 | ! a classes dodgey due expecting for go mine one place re recovery s same see that the time tomo trouble well with you
1 | and call camera cross digits1 digits11 digits2 digits3 for free half line mins mobileupd mths ntwk optout or phones price rental txts video with
-1 | ? digits1 j u up wot
-1 | about digits2 going in probably re rem roger that to we
-1 | any asssssholeeee bloody by do face fucking funky girl propose seing shit that think today u ur will
-1 | alone feel here i so u were wish
1 | ! and best call camera cs digits1 digits11 double free get great latest mins mobileupd new now offer on or orange phones stoptxt t tariffs txt
-1 | ! blokes buddy c ceri digits1 dreamz little me moro needs rebel sweet u who ya
1 | digits5 ringtoneking
-1 | ? cant do have how huh i many more of oredi pages thk we
-1 | alone frens go he his in lor mum my n not sis then wif
-1 | a am as charge friend hey i last meeting missed my night of on phone shortly smiles the tm was you
-1 | do juliana want whatever you
-1 | a and doesn e ends friendship game is it march may not on play say start t to today tomorrow word yesterday
1 | ! club digits1 direct every gr mobile new polys ringtone to week your
-1 | ? a already anyway cant cos darren digits1 frens get go i is late like look lor not now ok quite them thk tickets u ur wan we wif
1 | $ a bank buy cdgt digits1 digits2 digits3 explosive for granite is issues members nasdaq of our over per pick strong symbol that up
-1 | am home i on the to ur way
-1 | aight ask back dizzamn get i ll my suitemates when
-1 | ! arms cuddle hold i in love my now right strong to want you
-1 | ? continent in r this u
-1 | difficult gt its like ll lt not over pay so too we you yrs
1 | ! bored bt chat date digits2 digits7 from housewives landlines min n national now only p rate
-1 | ? give k treat when will you
1 | ! bt call claim contact digits1 digits12 digits2 digits3 easy have is just minute national nd now only p per prize rate the this time to tried u we won £
-1 | and for give gonna he its just money no nothing s t use won worry you
-1 | ? any anything bad did didnt get gift i so this year you
-1 | a and come doing drive emerging fiend friends hesitant how i impede m make me much my of other pattern s see smoke so telling that their them then there things to too up weed well with you
-1 | call dey digits2 digits3 i ow paid thousad told u would
-1 | ! ? afternoon aint at babes been digits1 fine funny im its mall movie mrw much or quite saw scary sumthin tho town up want xx yest
-1 | digits1 home i in m min reaching
-1 | can cannot cousin everywhere from ha hotel market must my our said take then to tram vic walk we
1 | ? a are cost currently digits1 digits2 digits5 greet m meet on or p std text they to tour u unbreakable unkempt untamed wan westlife what win with
1 | ! a am as between call cash customer digits1 digits2 digits3 digits4 freephone guaranteed have on or our please pm prize representative service won you £
-1 | ? ah discussed mother with your
-1 | amp can coherently drive i in see sorry t text twenty you
1 | ! be echo enjoy it receiving ringtone s shortly this triple week will you
-1 | can cheap get i in place rooms which
-1 | a american can digits1 eek especially i is it like long lot minutes of pie s since singing stop t that time
1 | ! at been british bx call claim dial digits1 digits11 digits2 digits3 for holiday hotels in national nothing of rate selected ss stay sw to top u valued ve £
-1 | california of southern university
-1 | have macleran pick rayan there to we
-1 | ? a affairs come digits1 do gd go got i infernal lar lor not shopping stuff to u wan watch
-1 | ? time today wan wat
-1 | but conform gt in lt mca not
-1 | ? email oh ok s ur wat
-1 | ? are going make me moan princess to yes you
-1 | ! anyway evenings good many s to u
-1 | a cool few i in ll text you
-1 | frnds i in kano m mandara movie my olave sorry theatre trishul vikky watching wit
-1 | ! babe dude for happy hoo i m on party very woo you
-1 | ! ? bak call digits1 gonna k luv me thout txt u up were wot
1 | ! a are as award call chosen claim collect customer digits11 digits3 mobile number pls receive selected to valued which you your £
-1 | ? are holding how up you
-1 | carlin dont flatter in man mine minutes of pints please tell ten that two yourself
-1 | a cant i message now phone pick pls right send the
-1 | at home i m n ready
1 | ! a am as between call cash customer digits1 digits2 digits3 digits4 freephone guaranteed have on or our please pm prize representative service won you £
-1 | ? do get out time u what
-1 | ! ciao is my reg yes
-1 | if mean the website yes you
1 | a cash digits4 or prize win worth £
1 | arrive be call charged customer digits1 digits11 digits2 for mobile not number order please reference ringtone services should thanks tone will x your
-1 | got i impression s that the yeah
-1 | can care i ok take understand
-1 | a always and behind best bslvyl darkness every find for friend is it light love motivate shining there to trust waiting you
-1 | ? dinner had ok then ya
-1 | come coz dont down for make ne nxt ok plans she then to us wants wknd
-1 | a all and are do food friends have important in is like s school social starting stay support system the these things weather what when where will you
-1 | a abt and any b body can chikku didn dont even far ha heltini how i if iyo kothi many me much nan nxt ok others plz shared so t tell these things those time to told trusting u ur use uttered wit word words yalrigu
-1 | here me noice re text when you
1 | ? a be cornwall digits1 digits12 digits2 digits3 digits5 duchess first her high if know moby name new of prize pub quiz sp stop street the to txt u unsub who will win £
1 | ! accessible are call details digits1 digits11 digits2 digits3 for just la member mobile now offers only pobox savamob this week weeks wu £
-1 | ? address aight as been blake could doing free i it m me not occurs quite s set sure text think thought to ve was what you
-1 | are battery both dear happy hi is low my saw we where you
-1 | ! ? all congrats enna gud have in kalaachutaarama mrng papers passed prof sem student the this you
-1 | coco dont down he kick s when
-1 | are at bc call doin fyi gonna gt i like lt m not shit sporadically starting this we you
1 | ! are being by call contacted dating digits1 digits11 digits2 find from is it know landline ldns mobile or our out pobox service someone to who you your
-1 | ! fun having hope jess love me much not re see tomorrow too u without x you
-1 | a all am any are avoiding burden call disturb for i know me ok one or wont
-1 | bathe call can home i liao me n now reached u ve
1 | ! any bad call com credit digits11 even for have if loans noworriesloans on purpose tenants welcome you
-1 | a better easy feel going hope it lol lot of round sickness soon take thing this u
-1 | a and digits1 dippeditinadew flower friend gifted god he is itwhichturnedinto lovingly picked the this tomeandsaid touched u up
1 | ! a club digits1 digits5 eg free goals kick mobile name new news off season to txt ur villa with wks
-1 | a can dint even hey how i meet not now sathya saw single situation the then till time we
-1 | bros gt i lt o played religiously smash
-1 | a abiola able amount and available by called dad day do feb from good gt had have he help hope hoping however i is know let lt make mid morning my quite raise rest said short sir still that the this to was weekend would you
-1 | ! done home hurry is soup
-1 | activities all befor check i no rooms will
-1 | a better bit but eat else ex feel go guilty i ll now ok quite smth u
1 | ! a all brings chart each free from go heroes hit on orange pics receiving reply ringtones stop these time tips to wap week with you
-1 | here know lemme re when you
1 | ! account call code digits11 digits2 digits3 digits4 digits5 expires for i identifier m points private redeemed s shows statement un your
-1 | ? across are brother english from grins hello hey him how love muhommad my penny say says sea talk the time to with you your
1 | a call camcorder digits11 digits3 for free mins mobile now of our re reply sms text to tried unlimited video we you your
-1 | abi budget card d digits1 doc fiting for get gt help hey hubby hw i is k keep load lt luv me mj my nice ones pls posted shirt t to want will
-1 | an elaborate i isn my of remain t test that this unconvinced willpower
-1 | ! ? are how i miss you
-1 | a actually ain answerin at but hour i is m no phone pretty reasonable sleepy t what
-1 | ? all digits2 evey hey is mnth put rite that u
-1 | am bed going i now prin to
-1 | digits1 drive dun go how i if sch then u
-1 | at home i lei not now
1 | ? a b club could digits1 digits11 digits2 fastest gigolo good growing gsoh join ladies male mens mjzgroup msg oncall rcvd reply s spam stop the u uk with £
-1 | after an come half home hour i ok then to ur will
-1 | ? any ashwini by college do frnd hav in name u ur
-1 | digits1 dun finish home i in jus lor lunch my on sch stay today tot u wan way
-1 | are class coming digits1 k marrow then to you
1 | a box call cr croydon digits1 digits11 digits2 digits4 fantasies hot is just live ltd min national now ntt p per po rate wb
-1 | i lick now pussy to want your
-1 | ? a be dubsack get gonna i in m still stock to today tomorrow trying yo you
1 | ! a awarded been call claim digits11 digits2 digits3 digits4 from guaranteed has hrs landline mobile number only ppm prize ukp urgent valid your
-1 | but i ll prolly see yeah
-1 | ? ache are away be can crave do doesn don from heart how me of stand t to what where without wonder you your
-1 | a book camera can casting do for girls hear it joke kinda like line look looking much never on one only other re really skinny so something sorry that the thet they unless was were white with you
-1 | ? are doing how what you
-1 | an at big digits1 elections go have hockey hour i longer man on shouldn sure t than thing though
-1 | ! ? amrca camp do hiya hlday horrible hows in like looked mo out pics serena so soon speak the them thing took u
-1 | ! ? already are babe day everything goes hope how i kiss love loving miss my that to up well what you
-1 | be goin i late m to yunny
-1 | aren be bring cause doc enough fast for gonna i in it kick later m me med meds mom morphine my on other pain prescribed should so t that the to try waiting
-1 | ! ? adore babe buns for grins have hey hope i in law love loverboy meatballs remember sexy sister thank those to told you your
-1 | approve b but have it may more panalam posts should
1 | ! call chat cheap cheaper digits1 digits11 digits2 from gay hot male min national now p peak rate sale spjanuary stop texts to
-1 | call i later ll sorry
-1 | get i job m me not once workin
-1 | and by done i mean now re when you
-1 | a anyone but can except fortune gud its love loves luck miracle nyt one person someone t the to u ur who
-1 | ! a allday and are baby back call didnt from give got hi hope i if ive just me off on phone piss see the to today u up wanting was work xxx
-1 | ? boys bring in is it legal or perf that the yahoo your
-1 | am an anything i know me need no outsider say to
-1 | ? before ever foot had have one you
-1 | got gt just lt to
-1 | ! a always but by cartoon ever express fails green gud in irritates is it jerry loves much nyt one person quote the to told u vry who
-1 | ? carry da digits8 familiar heavy is it lar leave me meh num so to wan wif
-1 | be beautiful but by could depression digits1 everyone expression face gud heart loved ni of ones only seen the truth understood
-1 | are happy how infact new seeing we when where year you
-1 | ! ? a cld few for hrs maybe meet s shame that tomo
-1 | a being but cramps despite girl i like lol these would
-1 | a anyway as bad but can cornwall for going good have hope i isn it kip m night now rock s shite soon speak t to tonight too wait well you
-1 | a about and battery download expecting from help hont how i if m me message movies pls send should sura tell thanks that to
-1 | ? a another app babe cafe crave did eh for found geeee get go haven i job need net phone see t take that the to way will you your
-1 | ? booked but cant day free from i leh liao mon only other sat thurs to u which work
-1 | comin fetch oredi to us
-1 | ? address nannys s what
-1 | ? come digits1 eaten haf me time u wan wat
1 | ? a any anytime call delivery digits1 digits11 digits3 for free half line mins months network new or phone price rental reply text video want
-1 | a about ask big call chance friend get me mine of order the to wanted when yo you
-1 | ? am and answers are broke didnt fighting i plus reply said single this we you
-1 | ? digits1 got meh no now today tv u watch work
-1 | ? about any conveying ese felt he i me not reason so what
1 | ! ? call camera co colour digits11 digits2 entitled for free had latest mobile mobiles months more on or r the to u update with your
-1 | ? activities any debating eve exciting feeling football going got how i it karaoke lazy m planned play s this though to type whether
-1 | called fun have instead its mom ok
1 | apply at claim co cs dear go holder http offer pc please text this to ts uk voucher weeks wtlp www your
-1 | again armand call desperate i if just ll m that well
-1 | ? are at now right work you
-1 | and answering anything fantastic flaked guessing haven he heard i is jb m my not s said so t texts that the
-1 | ! ahmad as at begin being can closer every for happy i love me mmmmmm much my new second side so t takes this to wait year you your
-1 | actually back be cos fees florida full gt holla in joke k lt name of pls s school seem the to university what
-1 | call i later ll sorry
-1 | and drink plenty pls water
-1 | are doing for going how queen royal s the wedding you
-1 | but he in just keep lag part s sad skype thanks that the to touch we
-1 | go lor ok then tog we
-1 | ? a can copy da me of report send
-1 | about care day dey digits1 hope how love miss n ok swhrt take tot u ur
-1 | already da i ok pick planned wil you
1 | ! abta await box call cash collection complimentary cs digits1 digits10 digits2 digits3 ez holiday or please po ppm sae spanish t urgent your £
-1 | and awake be before digits1 i just know like need really shit t tomorrow won you
-1 | ? good have i m registered to vote you
-1 | ! an cos eye for hmm hour i is like ll my ok really sore stay
-1 | bus calicut dear directly got to
-1 | general gt how if is know let lt me much oz price the want well when you
-1 | call i later ll sorry
-1 | a afternoon all brings day each evening faith find good has hope in its luv moment morning night own rest them today u value wish
-1 | ave forgot gt if jetton lt w you
-1 | can country foreign in not stamps this use
1 | and available bluetooth call digits1 digits11 double dx free mins mobileupd months motorola n nokia on optout or orange phones sony txts
-1 | a about actual buy friend guy i it just lot m now of s sorry stuff talk the to wants who
1 | ! and co digits1 digits2 digits3 digits4 digits5 every for free get getzed just mates mob no nokia norm p pobox st tell to tone txt txting uk ur w week wq www
1 | ! all and babe cancel cmon cost digits1 digits2 fantasy horny hot im make me need now on replies send sticky stop turn txt you your £
-1 | come di i tomorrow will
-1 | a and carlos class dealer freedom had lunsford my to update weed went with wylie
-1 | ? a across alright are baby did fine from happy hope i job kiss make sea send smile take that the to you your
-1 | ? are brother care enjoying how semester take this you
1 | ! a com day digits1 digits4 fantastic find http important information is log lucky onto orange out prizeawaiting s there today ur urawinner user why www xxxxxx you
-1 | door get here i m the
-1 | it lets next princess use week
-1 | ! buy digits1 gravy i its kfc mark meals no only tuesday want
-1 | a always any believe da don he is like mental message no of pandy sending stupid this those
-1 | gonna oi ring when you
1 | alert but call called digits11 left message missed no numbers these
-1 | ard come dat digits3 dun haf in juz like lor meet mrt out station then to we
-1 | dear i no p sleeping was
-1 | aight er filled im is mw tuth
-1 | am around be digits1 going hospital i now office pm will
-1 | all anything go i if lor then they
-1 | ? affairs darren digits1 free infernal mayb me n on rite sat u wan watch wif xy
-1 | a amp an anyone asks attempt been by call calling card cnn co confirmd coz disconnect do from gt has ibn if it itz iz lt make mobile motorola n no nokia not note of or plz sim so terrorist the to type u use verified
-1 | ? a around friend later lookin mine of pick s to tonight up yo you
-1 | ! and double eviction good michael riddance spiral them this to week
-1 | ! a bad because but good gud lot night not of people silence suffers the violence world
-1 | behind closeby cool cricket edward either gimme ground its just off ok or raglan rd ring see thats the tuesday ur when you
-1 | buy da egg for me one please
-1 | ? also and are bookedthe by have how hut off the time way you your
-1 | and several sir to you
-1 | at dad digits1 digits2 eat leh lunch me much my pig really sleep smth so today u up wake
-1 | at call home i m please
-1 | am come home i now only reached tired tomorro very will
1 | accident be claim digits4 entitled for free freemsg had indicate may msg opt our out pounds records reply stop text the this to with yes you
1 | age can com digits1 digits2 digits3 digits5 draw every gift idew music now of ppermesssubscription skillgame starting the to tscs txt u vouchers week win winaweek word www £
-1 | account garments life no please style
-1 | ? all arab boy de digits1 eshxxxxxxxxxxx evry give good hope hows love my r sez u ya
-1 | ! a and appreciate are bimbo can day do great have if ill just know lay let man me missed numbers off s safe send the thought to ugo you
-1 | detroit enjoy home it of snow the
1 | ! an click colours digits1 digits4 england euro flag following for get info lions message offer on phone service show the tone ur
-1 | a aight chillin friend i in m me on re room s so text the way when you
-1 | ? digits3 gd is m portege toshiba
-1 | a internet is of semiobscure sort thing well welp
1 | apply charges collect digits5 enjoy gprs normal only pass polyphonic ringtones text to tones your
-1 | careless de dont go hospital it let loosu to
-1 | ? an eighth for how much
-1 | a about all and asking even find freaking friends haven i in is joanna like logged looked me my myspace of omg on out photos s she stuff t then thru to which year
-1 | and birthdate calculation i life method month must name of partner reply s send tel the u ur will with year
-1 | ? about and clothes how jewelry trips
1 | and bbdeluxe block breaker buy by challenge comes deluxe digits1 features for format from get graphics great in just mobile new now replying t take the with £
-1 | ! a aah and any be before cuddle d fumbling i kind lots lush need of soup tea would
1 | ! a awaiting com day digits1 fantastic find http important information is log lucky onto orange out s surprise there today urawinner user why www you your
-1 | a b colleagues day did even forgot i kids last man me my n not nt of parents sad so story to was week went wife wish work
-1 | ? are family in plans set stone with you your
-1 | dont forget pls study to
-1 | actually at believe but got have i ll never off taunton this wow you
-1 | a and being broke can down faggy i if in just list nobody of or reasons s sarcastic she t tell town why
-1 | a asia better but buy car china common decimal expensive find from gt here holla i if it its less ll lt m not or so to
-1 | bear courage defeat earth gn greatest heart is losing of on tc test the to without
-1 | after at digits1 digits3 fucked got im last nite sorry stil tobed up went work
-1 | beauty can help pimples sleep too ur
-1 | also are can connections cos friends from great hope know lead men mode never old to today using why you your
1 | ? ac be digits2 digits3 digits5 digits8 f friend frnd her inviting is nat natalja no or reply see send sms stop to u www yes you
-1 | ? get those to where
-1 | a ball bat difficult in is last lot moving so spin to very will
-1 | haiyoh hamster jealous maybe million of was your
-1 | aunty can me my number please s send you
-1 | are dreams following glad i m you your
1 | ! a awaiting com day digits1 digits2 fantastic find for http important information is log lucky onto out surprise there today urawinner urgent user why www you your
1 | ! a as been call claim code customer digits11 digits2 digits3 have hours kl network only prize receivea reward selected to valid valued winner you £
-1 | a being bt by close coz d dem digits1 dis do eveb fight gud hurt in leaves nothin prsn quiet r relation s saves somtimes u who wit wn
-1 | call can now u
-1 | am and audiitions come for i nyc relocate to trying yes
-1 | before i pocked there up you
-1 | but congrats cos for great i it its make me might motivating not relax s score sharing so tell thanks that to wanted you your
-1 | amp but care dont hurt i if me mind miss need never or really take tell u wen wil wud
-1 | ! and good no okay problem thanx
-1 | after all among and bed bullshit came caps class don for from going got had home i ikea in information is it left less listen makes me mess not on please said sitting spelled t that the thought to try want we were when with yelling you
-1 | call done me re u when
-1 | g r w
1 | been billed box digits2 digits3 digits4 have ig kit ltd netcollex oja p po strip you
1 | ! answer be bonus com digits1 digits3 digits5 easy genuine hmv info just more now of percent play pounds questions real send special to vouchers won www
1 | an as call digits11 for immediately is message please there urgent waiting you
1 | ? abuse and anonymous com do for free from im lets masked message messages potential see send sending the there thesmszone this you
-1 | a and bslvyl but cry day die end grave have hurt i in keep life make me miss my nice of on one plz rose say stupid tease the u when
-1 | avenue be do erm get his in magazine number parish somewhere telephone the there will woodland you
-1 | ? are available cos i jobs know let me need please really start ta there to working
-1 | aiyar call digits1 free hard i later me n scold tell then type u
-1 | ! ? again all been billy concert did enjoy gone good jogging just mates
-1 | be carlos come here over soon will yo
-1 | ! a awww can cos dat do have he ill im is later lonely nice of probably something sweet think time to tonight txt u we xxx
-1 | calling digits1 guess i important is it something u useless
-1 | abi angry anything dint he is me on tell that to told why you
1 | ! ? all asked be box call cant contact dating digits1 digits11 digits3 guess has know m now our po revealed service someone u who will wu you
-1 | able and basic be can care come currently deliver digits1 do for friday get give guide happens have her i ill insurance it just ll m major me medical morning person r right see she shopping so that thats the there til to want wat waxsto when you
-1 | buy egg i in keep my rs shelf ten two
-1 | ? already big changes cos da digits1 i is made previous report ur ve
-1 | captain in is our room
-1 | bcaz but calls can cann have i later listen mobile my problem so speak t voice you
-1 | ! ? at av bck dan digits1 done even evone hates hell hiya home i im in just luv me moment much now please so stu tell text the truble u up wont wot y
-1 | ? are gautham playing still with you
-1 | ! a and are bell couple finish games gays give going having hey i me mean mr of sea the to view when ya
-1 | around be gonna gt he i jason k ll lt s says so there up
-1 | able be get i in morning see sorry the to will you
-1 | am having her i not number sir
-1 | am dual for good mobile only pa searching sim
-1 | hostile seems that unnecessarily
-1 | a breezy dude got haircut its now there up
-1 | apple bone cancer care cup day digits1 diseases doctor fat leaf lemon litres milk no problms snd ths tulsi u watr whom
-1 | a doing hill i king of the there thing thought we were
-1 | come i ll nope now online
-1 | also birthday happy him i said tell
-1 | ? boo get me out shopping supposed take time to today u were what
-1 | ! ? boy bus da digits1 dis eve has home i inmind is like manky now on recreation scouse sound steve travelling u wot
-1 | a at be epsilon fyi gt i in like lt m min quick shower taking
-1 | a digits1 night on r real tuesday u
-1 | class go gonna got gym just outta
-1 | gt hurts i if lt mesages sent sorry thats to today want y
-1 | all or wat write
-1 | ! anything be didn digits1 don for fridays ha i in into judgemental just like pub read save say seemed t that the u way wouldn
-1 | ? about asked did fathima hi leave to waheeda you
-1 | enjoy tmr urself
-1 | ? a around could digits1 half i still th use you
1 | a admirer call contact digits1 digits11 digits12 find have is looking make on out r reveal secret so special they thinks u ur who with
-1 | bot cos got i juz notes oredi rem
-1 | expensive is its rent save so the very way we yes
-1 | a and another at bay blue come day ended for gud has in leaves like may morning mrng night rays smile special sunny the way worries you your
-1 | ? dear hows pain r smiling the u y
1 | ! a awaiting com day digits1 digits4 fantastic find http important information is log lucky onto orange out s surprise there today urawinner user why www xxxxxxx you your
-1 | can help i on sorry t this you
-1 | account great i my number send should so you
-1 | ? a ad as c charge did digits1 fone hellogorgeous hopeu hows im in jaz lookin lst luv me mrw my nice nitw on sure texd u ward was wen wkend
-1 | contents me only page send the
-1 | ! again and been emily exorcism hugs i just may never night of rose see sleep snogs sweet the to ve well
-1 | about digits1 don good got have how it ni t that think to u use what you
-1 | can first gotta hit i people right second t this up
-1 | about do remember so what you
-1 | address and computer lane out parantella poop sandiago shipped to ujhhhhhhh with wtf
-1 | am both dear how hugging i look mm p yes you
-1 | already but dis fr i irritating like mango more my no size so sweater
-1 | anytime lor
1 | ? a am any call camcorder del digits11 digits3 do for handset mins network new now or reply sat text time unlimited video want you
-1 | about after between by evng forwarded friendship gud is its just message name not of purity reading seeing smiling the two
1 | ! ? a b balance barry ben big bob c complete digits3 digits5 good is landmark luck next now or question text the to ur £
-1 | and consent do don forms have i it k re sure t to v you
1 | and been billing can charged choose clubzed co digits1 digits2 has have month more msg polys renewed subscription this tonexs uk ur www you £
1 | another at back biz busy c call customer digits1 digits2 digits3 don go hl if j london ltd min p please polo prize suite t to w will www you your
-1 | digits1 how in is ja much torch
-1 | are checking how just on up you
-1 | again and but can connection done first internet it later or send slow t thing tomo try v will
-1 | anderson edwards mathews or tait
-1 | ? all anyway but by dont for going got haunt hex im is joke know mate my number promoting sorted sound stuff sure the thing this way who yeah
-1 | ! a advice and anything bit but cardiff crowd digits1 great haven heard him honey hope i is it later leave longer not so still t thanks there try will
1 | ? a any call camcorder colour delivered digits10 digits3 digits4 do free i minutes mobile new nokia or phone reply text to tomorrow want with you
-1 | ? a affair and befor cheers everyone get go greet i if im kind meet of on planning snowboarding the to together trip was we wondering your
-1 | i in it live m s watching
-1 | ? gt i k lt m ready
-1 | ! ? amp between by comes created do fills fingers for gap gaps god hand holding is know love made one so that those who why with you your
-1 | bear courage defeat earth gn greatest heart is losing of on tc test the to without
-1 | ? are new plans what years your
-1 | ! baaaaaaaabe crave i miss need up wake you
-1 | got i ignoring is just message not only shopping that this was yes you
-1 | brother cant dear drive i mood off so to why you
-1 | back dad did get when
-1 | days finished i it just lives love of our watching yes
-1 | digits1 go google juz n qet search
-1 | are bcoz best lose many ones our times we
-1 | and beyond care close digits1 each for forever friends good gud ni other stay time true understand words
-1 | call gt i later ll lt mins sorry
-1 | browser da dial dun juz n need open surf to up use
1 | a as b by can digits1 digits3 draw enter g gift of one our registered replying stop subscribers text the to u unsubscribe voucher with
-1 | a after any awesome bit details get gt here i in like ll lt plan text time to wee you
1 | a adp back bluetooth chance for free headset reply simply then to win with your
-1 | also didnt get hi na you
-1 | but cant display extract gotta i internal it so subs them ya
-1 | anything de i if said sorry wrong
-1 | all at challenge dont god how i immed instead on respond say stupid that think to what write you
-1 | able be i ll m meet ready should text to up when yeah you
-1 | bevies bin but comfey dont earth fancied few gd go gona hav i if in is it jst make meet night othrs planet skint sofa spoon too v watchng waz
-1 | ! ? a about again all are at can come day didn digits1 do gonna he him i least me mind much nah notice of quitting s says see she so t take taunton tell that times to tonight u want wudn you
-1 | ? a already been believe can coffee darlings far have how it little need of run s so t that this time tomo week your
-1 | b digits1 house i leave msg my ok u
-1 | at back coast come forever haiz ll still take to west
-1 | christmas fuck me merry mmm to
-1 | book face frequently status update your
-1 | da it just k message now saw your
-1 | ? ate it something u was
-1 | ? about bank did money say so the what
-1 | b early hey home i ll movie not prob r so they tonight watching
-1 | ? dat how lor noe route too u used yar
-1 | am coming digits1 goodnight gym i machan mro not to
-1 | ask before bucks card do dont for gone gt has if its just lt need someone that think travel uk yellow you
-1 | ! a going good great have im night now sleep sounds to
1 | ! b call chat digits1 digits11 digits2 don floppy gay happy min only our p photo service snappy stop t texts upload with
-1 | ? all are as closed coz govt gt holiday house including instituitions is january lt maid man murdered murderer office on post public th the understand was
-1 | ? come do got how nothing to u
-1 | booty grasp i pretty to want your
-1 | a down flavour got i it not sure tea to ve which
-1 | ? digits1 going i laready m me now orchard reaching soon u
-1 | am dear denying i not please words your
-1 | back come ffffuuuuuuu tampa to
-1 | ? b celebrate day digits1 else my y
-1 | ! annie christmas merry to too u
-1 | about have me of please some special stock talking tell that were you
1 | a aco aj awarded claim complimentary digits1 digits2 digits4 digits5 dis entry eurodisinc ls morefrmmob or shracomorsglsuplt to trav trip txt ur urgent £
-1 | a awesome be in minute there
-1 | and around be constantly do doing don ear go going i in is it julianaland know listen m mad me not oblivious off on one other out problem s same say surprised t tell that the then they things to upset walk want what whatever when while why you
-1 | dehydrated dont everything get her i just let stop told ve will you
-1 | ? ard home i m reach time u wat will
-1 | ! ? a and bt can d dat digits1 do f g get girl girlfrnd grahmbell h hello his i invnted is it knw lift margaret meaning moral msg n name not o of one person phne real s say she storming t telphone u wen who wt yes
-1 | dogwood drive if is it look lot mapquest or parking s something street that the tiny to up usf want where you
-1 | ? aight come i just later plan should to tonight up
1 | at billed calling cancel daily date digits11 digits3 digits5 free future giving go is mgs mobile msg p send stop this to uk welcome you
-1 | a about after always and as behalf day easily exam friday go great i in is its keep lengths me moji more my next offer on so sorry speechless stunning that this to told touch was will wishing you your
-1 | about again also and are bags bills buying coming easy for gucci has his how i in is john later make money my need not own r really reply sha sister so still thanks the things think to today u uncle ur visa when your
-1 | ? down flaked goin i last my night roommate s seriously shit sorry to tonight up what with you
-1 | and cal deepak deeraj digits1 drpd hold min ranjith
-1 | babe callin chat cheers culdnt details for i later properly sozi talkbut u wannatell wenwecan x
-1 | ? at gym hey still the u
-1 | ? a bedroom cake came digits1 do for go i if in into latr mind minute minuts mood my n ok out said sed sexy she the u wid wife
-1 | along ask bring but c da digits1 guys in know lor me meet meeting n neva next nothing of our person smsing so sorry sort them they u wan xy
-1 | after all and any basically by can digits1 free i know lemme m pick semester swing this time up when
-1 | efficient gee so thanx u wa
1 | content digits1 enjoy have mobile received you your
1 | ! ? costs digits11 digits2 explicit in min now p ring secs sex want
-1 | ! meet princess soon ttyl we will
-1 | about at come digits1 digits2 go i if ll pick pm still taunton to up want you
-1 | allowed digits1 know oh only outside play players to
-1 | erutupalam thandiyachu
-1 | cant fly i invention joking m new not to try u y
-1 | ful its lyrics no of song
-1 | arrange as can digits1 do if it need reckon t thanks transport u what
-1 | ? abt eh ger haha i leh shopping syd toking
-1 | not standing under what
-1 | good have weekend
-1 | call d dhorte great khelate kintu lage miss one opponenter phone quality receiving rule thats wins with
-1 | comin deus early ex game new next the yr
-1 | because computer digits1 don essential fried fucking full gt idiot just keep leaving looovvve lt my of on only part roommates running spares t the thing we
-1 | ! ages and at be but canceled concert for friend get go havn it may my planned s seen she shopping should sometime studying t tmw to together ve warwick we yeah
-1 | a couple hours probably tops
-1 | before bus get gonna i is man me re slow so there think this you
-1 | a beautiful day give have hope if let meets not reason smile smiling text then this to you
-1 | am be before care case done for forgot grandma have i in of parade should something take the to today up wake where wondering you
-1 | ok
1 | ae charge cm comuk credits digits1 digits11 digits3 extra for goto help inclusive login net no pls qxj services sms stop text unsubscribe with www your
-1 | nvm take time ur
-1 | ? da decision s so wat
-1 | ? bitch digits1 is then u up wot
-1 | because chennai he here hr i in m posting she that to told want working
1 | a any cfca choose club digits1 for items mobile of quality the top your
-1 | ? are guys leaving when you
-1 | ? a aft ar but buy digits1 fr got grumble he hear hee i lei lor lot lunch meetin neva not of sad still them tmr we work
-1 | ? algebra linear takin today
-1 | an decorating do excuse fine is much not this to too weekend
-1 | and babe boytoy driving enjoy hope i in kiss late lesson miss missed slept sorry teasing too up was you your
-1 | after can come i now only pa project that
-1 | fuck gt show sure the up whenever you
-1 | campus graduated he my old on random roomate saw that was
1 | ! bx call congrats digits1 digits11 digits3 dload g games ip java mates mobile music noline now play pm polyh r rentl ur videochat videophones we wid yours
-1 | a adjustable allows always beautiful but caring cooperative intelligent law loving men needs one only the wife
-1 | but digits1 digits2 doing good got hey ho hrs i just love man miles mph much my nottingham only part so thing
-1 | ask clearly come go her i if leave need no not ok one or saying she think to what will
-1 | d good hi mornin same thanku u wish
-1 | digits1 do meet morro u up want
-1 | i my part sent ve
-1 | ask called cos darren digits1 finally guessed guessing he him i jus lor n now out present shopping started then wan was wat who wif
1 | ! a action away cock digits1 digits2 digits3 digits5 ea end for hubby i la man me my need no otbox real rec s satisfy some stop strings to txt want wife ws £
-1 | ? do gain his is loss my school so understand work you
-1 | after coming hiya home next probably weekend
-1 | and beside don forget heart i keeping love over t that though walk warm watching you your
-1 | able about and askin be brisk continue dearly different drugs find how i laugh love me much no please pls show the things to value walks were when will wish without wonder you
-1 | ? am are both days dinner for i invited making ok our so tonite what you
-1 | ! digits1 have i mate money no steve
-1 | im late my on tellmiss way
-1 | ! a all are bad blame blessings both day days essential experience give gods good happiness in life morning never u ur
-1 | daily drink i more normally to use water
-1 | and any appreciated at but can charge contribute for got greatly if in is it more my no one party place room s usf way we yeah you
-1 | ! a again chip coach duvet especially fat for hot not of predictive smells text thanks the urgh word
-1 | ! ? and been bought clothes do for hiya how i kind last little meet more myself naughty night of ready shopping tho time ve very wanna was what you
1 | ? a baby c cam chat digits1 digits11 digits3 digits5 fancy freemsg got hi hlp hot im in just moby msg new or p pic rcv rply to utxt w wanna wow
-1 | ? and class derek done when with you
-1 | ? cant da dat day got i lazy lei me never one send url v wat work y
-1 | a alone always and bslvyl comes eyes falls friend heart here is never of out remember share stupid take tear that the through to try ur weight
-1 | by deliver digits2 end hey is later mag mate month of on people re sept spoke talk th the to we
-1 | a asked could dubsack friend get haha him if just literally my tyler you
-1 | ! a and at beverage can cha digits1 do fancy got hav hey if in l lil love me meet meetin not on or pete pist quite r ring tired txt u up v we x
-1 | a all dont great have panic safe surrender trip
-1 | angry are beloved digits1 get in like listening love name of see songs stopped symptoms t the u when where won your
-1 | dear do exams for read something to try you
-1 | and dear digits1 friendship good in lovely morning my nature nd personality rd smile sms st style th ur wonders world you
-1 | comp gettin rdy ship to
-1 | am da evening home hospital i in return will
-1 | da do think wil you
-1 | awake i m oh s up what
-1 | ? about abstract afternoon and are babe boytoy day did get goes good here how i miss my out police still that there wake walking you
-1 | ? get how much to trying u
-1 | address again is me tell what your
-1 | ! amp can crack d even ge gm gn god havnt honeybee i in jokes laughed m met moral msg person reading said sweetest this u wait world
-1 | ? a about and are blackberry bold buy digits1 g gt him i ipad know let lt me new or plus saying should the torch used what wifi you
-1 | about be but him should so thinkin together were you
-1 | at come i should time tomorrow what
1 | ! ? a and box by chat chit cm digits1 digits2 digits3 digits4 have it laugh logon london mobile msg no now on p po rcvd send the to try txting w wanna word your zf
-1 | ! babe brekkie cha cu digits1 hunny in jen love lrg me please portions probpop psxtra quiteamuzing satthen scool that xxx
-1 | ? ate did how i know omg u what
-1 | but here not your
-1 | abt behind digits1 directly not rows
1 | awarded cd congratulations digits1 digits3 digits5 draw entry free gift guaranteed music of or to txt ur vouchers wkly
1 | ! ? all callback contract digits2 double etc for free from had latest mins mnths mobile motorola no nokia on orange records remove tariffs text to yes your
-1 | ? are doing no plans what yet you
-1 | a al been bt engagement fixd gt has hi hmm i its know lt month my next njan of on really shocking sudn t th vilikkam ws
-1 | can chapter course day finish in maths month not one only we with
-1 | ! a all back chop common didn freak i it not off t take that think u unless ur was wow
-1 | be fair for i in is last life need noooooooo once please stress thing your
1 | a admirer call contact digits1 digits11 digits14 find have is looking make on out ppm r reveal secret so special stopsms they thinks u ur who with
1 | age blonde digits1 digits11 digits2 digits5 free fun guys help i if in increments like look me mila mtalk new pp sex st text to txt u uk with £
-1 | a bit by can care firsg got here i if in ll of see some swing take things to
-1 | ? finished have not or something work yet you
-1 | am and call can come going i me not so tell theatre to tomorrow u when where wherever
1 | ! box colour digits1 digits2 digits3 digits5 done eng england flag get mobile now official on opt or out poly ringtone stop text the to tone txt w well wx yer £
-1 | ! a it like number phoned right someone was wasnt who with you yours
-1 | a bit change different do for good had i its my nice see something soon time to too weekends with ya
-1 | in shower sorry sup the was yo
-1 | a bit but by carlos down from have him i in is it little ll pick so swing to up usf
-1 | applyed full have heat i oil pa
-1 | ? airtel have laid line rest to you your
-1 | a bday decide did digits1 frm get hi him his if ill jus not or prob sumfing u virgin voucher wot
1 | ! ? call claim digits1 digits2 digits5 freemsg from gbp hours hrs inc mnth no now of phone reward stop subscribe talk time to txt txtstop use your
-1 | ! amnow any bedreal better bored damn feelin feeling have hey hopeso hunny i iam ill in ithink j layin lotsof luv may me r tonsolitusaswell u xxxx
-1 | ! da digits1 down fone me on puttin thanx
-1 | ? an atm but campus could digits1 hour i in m need off or pick th two up
-1 | cant catch den dun gee goin had haha hiphop i jazz kaiez la mind nvm oh open oso scared shld today too up we went
-1 | ! and been but digits1 have managed might minutes needed only option oxygen resort roller running the then to
-1 | asking de like this y
-1 | be glad just talking to you
-1 | ? finish time wat
-1 | da do gone i mad many pending so sorry to what works
-1 | ? again at couldn digits1 digits2 favourite hard hows last my nearly nite person r rang sleep t today u workin
1 | ! ? a australia b canname capital digits5 dvd if mquiz of quiz recorder sony sunshine super text the to win you
-1 | called dad oredi
-1 | ? and bottom could do good i love me pix see send some think to top would you your
-1 | call i in later ll meeting sorry
-1 | a fuckin is long showr this
-1 | ! acted n received understood upon
-1 | came ceiling finally fix the they to
-1 | ? already blowing dinner finish hair jus my u
-1 | bus i love m on the you
-1 | dollar him i in knew lol saw store that the
1 | ! a am as between call cash customer digits1 digits2 digits3 digits4 guaranteed have on or our please pm prize representative service won you £
-1 | and difficult holiday its only saturday so sunday very
-1 | evening everybody fun had miss this you
-1 | ? a adventure bit galileo gas go got grand hella in little money nature on to want with
-1 | a at call i in later m me meeting
-1 | do have morphine move on t these to won
-1 | c come cut din hair how i my yup
-1 | aha had k lunch pa your
-1 | first ho is of oh the these this time type u use words
-1 | course god got guess hold i just me now of on right s
-1 | anythiing distance do from hide keeping me or you
-1 | havent
1 | ! are being call clubmoby com content digits1 digits11 downloads for from games get mobile off only pix poly ringtones ripped six true www you your
-1 | did got persons story that u
-1 | ? are chennai come planning to you
1 | a any anytime call camcorder contact digits11 digits3 half line mins network of offer or our phone price re rental reply to tried video we you your
-1 | ! ask between btwn by created dat digits1 dont fill fingers gap gaps god hands he holding legs much now plz so special sum those ur vry will y
-1 | anybody asks atm e email for from information like never password passwords pin please protect sensitive share sib sms threats thru with your yourself
-1 | ! aftr beer but cheaper decades don drink drive expects finally goverment happened has is it now petrol t than the to us
1 | ! a call computer customers digits11 digits3 for from has is just loyal mobile our picked randomly receive reward to waiting xmas you £
-1 | ? e meeting r tmr where
-1 | a are day great having hope you
-1 | and away ettans family for her just last mother night our passed prasanth pray
-1 | i k ll out something work
1 | ! account call code digits11 digits2 digits3 digits4 digits5 expires for i identifier m points private redeemed s shows statement un your
-1 | a cant i message now phone pick pls right send the
-1 | and call him infront now of tell them you
-1 | no ok prob
-1 | and first genus k ladies second
-1 | already going mum not robinson
-1 | details e later let noe ok set u
-1 | name not software tel
-1 | da i outs print send the
-1 | ! another become born competition day forever freinds god i idiot knew no oh one said these two was were when who will you
-1 | again didnt full get i is it missing msg send sometext ur
-1 | almost and cash gas get i m not of out probably some tomorrow
1 | a announcement but call customer delivery digits11 digits7 do make please re recently ref schedule service so to tried unable we were you
-1 | house i leaving m my now
1 | ! ? babe been chloe com digits3 great hi how i it its me missing night on p r saturday smashed sp stop text to u visionsms was weekend your
-1 | call me ready then
-1 | all digits3 iriver is mb wewa
-1 | came da home i jst nw only sry to
-1 | all around be cool he here know lemme ll night re s that when you
-1 | ? are in staying town you
-1 | a digits1 haha is kind of oz shitload yeah
-1 | a because but call calls friends ge i in life lot love me means my not people the them to world
-1 | alright bring gt in it like ll lt mins see to we you
-1 | but dont in life others play pls
-1 | eatin lunch my
-1 | and decided didn g head i not out t to try
-1 | no ok prob
-1 | coming give ill it review surly to while you
-1 | and be but by call capital complete ending far for how i is ladies march my never problem ready s should sure that the will with work you
-1 | an and can food give her hour it loads of pap pls preferably slowly some sugar take the then to up very water with you
1 | ! a attempt awarded bonus box call caller contact digits1 digits11 digits2 digits3 digits4 is mobile nd no on our prize qu this to urgent was you your £
-1 | a but dumb gets guy is it realize to too used who
-1 | a be bit dokey i in just ll okey out over some sorting stuff
-1 | fine yes
1 | ! a an co digits5 exciting eye foley have ipod keep mobile more mr on or prizes so soon t uk ur visit we win winner won www
-1 | i liked mobile new the
-1 | anytime
-1 | but error got say some they yar
-1 | anyway have hey i to
-1 | airport anything b bathing but cant dog else healthy i later ll lor my of old rd so thk wow
-1 | booking family my package tour wif
-1 | ? awesome doin haha i might need on take that to tonight up what you
-1 | anyway digits1 enjoy family giv i its kano knw ok salary st thanks u ur vl wit ya
-1 | ago days digits1 huh i leh liao long more only reach slow so tot u
-1 | ! cool cover cum face hot i in princess sticky thats will your
-1 | check dun enuff go haf i oops tell then thk
-1 | digits1 for go lunch min s to
-1 | ? a call care cell d day do give good happened hey if isnt me now off switch this tomorrow u ur what whole
-1 | addie amp are art be do doing get here home i k ll so some when will you
-1 | aiyo confirm den early go haha her home i lesson liao lor m me okie sleepin so still u w
-1 | can clearer forgot it like number s sections smth so tell that the to
-1 | anything dun if it lor ok s u wan yup
-1 | awake home i if kiss love loving m my still your
1 | activ arcade digits1 for free from game games get golf key o post press rayman reply save settings st termsapply the then ur
-1 | ? a at be interested later ll minor my place shindig there tonight you
-1 | an cool from his hour if in it jason like pick place s says some up we
1 | ? a call camera digits2 extra for free get had keep latest mins mobile mths number phones same text texts the to update ur video yes your
-1 | already i reached ve
-1 | ask brother dont i just know my nothing problem some that thing to told
-1 | ashes eng in k rocking
-1 | ? going hostel r s time to wat xin
1 | a arcade buy chance charge co console digits1 for game games invaders no o orig press purchase see settings space std terms uk wap win
-1 | ? after ah k oh placement that there
-1 | especially first for not offense possession
-1 | ? abt and any bbd called chikku cold condition driving dvg even for heard hw is it many nt only problem reasons ru she the then tht thts vinobanagar violence
-1 | have if pizza u want we
-1 | actually all and bein i it keep m oh realising reasonable s seeing shit then weird woah
-1 | birthday day happy i many more of returns the wish you
-1 | be nice on ready thursday very ya
-1 | of thinking u x
1 | ! a are awarded call camera days delivery digital digits11 digits2 fromm landline sipix within you
-1 | believe dun i now orh say she still tot u
-1 | ? and choose in just my number pin put right show sign the when will you
-1 | ! a bday c care cool darlin digits1 drinks few im morrow nite off soon take thanx u xxx
-1 | back can card credit gas get he i if leave like maybe me re so still the to told up when you
1 | ! akon are axel black cool crazy digits1 dont download eyed f frog in include info lonely mob more n new p ready this to tones weekly weeks your
-1 | all am applebees at boy for g glad i night nothing wasted well
-1 | ? digits1 go look lor me ok or u wan
-1 | canteen da digits1 haf i in lunch m now u wan
-1 | ! add adds always but digits1 don dreams find gud it laugh life make may more ni not stressfull surely swt t time to too ur years your
-1 | and around can guys he hey him i if is kappa like looks my numbers of on one phone s see still text the want was wrong you
1 | ? ans cash continued digits1 digits3 digits5 draw enter in name new our president question support thanks the this to txt u us week will your £
-1 | doc everything fine gave home i is m me meds pain says
-1 | $ all ard at bedrm digits1 digits3 is it least only price rest s which
-1 | ! a have lovely me night too xxx
-1 | and assistance call customer email hi providing support technical through to us
-1 | and be bus cup if on should stop text that to way work you your
-1 | ? radio show whens your
1 | customer digits11 digits4 digits5 for id is removal send services stop to unique user your
-1 | ! atlast built dis feeling in iz lonlines lot lotz memories n only relation remains thing u up watever which with world
-1 | ! a c came cheers gailxx goodnite lou neva shame u was ya yeah
-1 | da got hi i money the
-1 | a added com contact for free fullonsms great gt has hi in it list lt mobile more no on people place s send sms their to visit www you
-1 | ? again e house instructions name of repeat road s u ur wat
-1 | ! at be but ends few first jas last life maintain many only people remain seems sh sight so special them till to very will you your
-1 | but complacent dun get he him lor quite tell wait
-1 | ? completely em forgot here if pop round sorry still this week will your
-1 | ? alone and can cant denis does if join mina o or see time want we
-1 | cbe finance going he his in is join sen that to told uncle
-1 | and ask can day fri go hey jiayin karaoke leave miwa on one take then we yup
-1 | am call from hsbc i me senthil
-1 | ! and both by either indeed it not or the was way
1 | await box call cash collection complimentary cs digits1 digits11 digits2 digits3 from holiday ibiza landline or po ppm sae sk t urgent wp your £
-1 | christ holy is living long so taking what you
-1 | eat of thk to tonight wat
-1 | dropped from off on opposite re side the we where you
-1 | c can cos e heavily i in izzit m mrt outside raining still t yup
-1 | me resume send your
-1 | digits1 exams gd luck ur
-1 | i in keep ll my sorry that touch uncle was
-1 | and dolls great guys it last night patrick saw swayze was with
1 | attempt awaiting call claim collection contact digits1 digits11 digits3 from is nd now our prize still this to u urgent yesterday your £
1 | ! ? a book c call calling calls com digits1 digits11 digits2 eve from last like little mins ones ppm s santa santacalling t time to would www xmas you your
-1 | dont getting i know messages not s she why your
-1 | ? a and at but buy cool drop enough for gonna got had him his is it its later off order our place quarter re so take to tonight total tyler we you
-1 | ? address and at because boss call called car course fired flirting from get got guy have he him his i knowing m may me my nervous now number of paperwork phone shop should tell texted the this was who with
-1 | cheating is mathematics not reverse that
-1 | aa and by didn er exhaust followed go hanging hello home is limping off plan quite slowly t things to with
-1 | delay for masters sorry the yes
-1 | call come finish i me n pick then u when
1 | ! account bonus call claim code digits1 digits11 digits2 digits3 digits4 digits5 digits6 expires for identifier points private shows statement to unredeemed your
-1 | a be brb don ever face go gonna happened has how i important in is it kill me my myself of out place poorly punishment put t that the thing though thought to understand with worry worst
-1 | a and be before can find have honey how important in it its many monday much nigeria out pls predicte reply sell they times to used very you
-1 | ? admin b building call e earlier i ll m might reaching slightly there u when
-1 | at by fyi i m now room swing the usf whenever
-1 | birthday d day dear happy heart many my of returns sweet ummmmmaah
-1 | do home meh no to work
-1 | after anything before digits1 first getting in is it loosing only second situations valuable
-1 | and back coming forever is mark me my pain pick prescription taking the to too up
-1 | ? capacity ex got one quite smaller
1 | babe check choose fgkslpo fgkslpopw netun out shsex sms videos your
-1 | ! about been good have i im thinking you
1 | a ave been cash claim digits1 digits13 digits2 digits4 flights holiday inc live min operator or p r receive selected speak specially to u winner £
-1 | ? at bout broad by canal drink gas in is it not off ok on pub seven spile st tap that thought
-1 | am going i of sleep tired to travel
-1 | haha i just thinkin was what
-1 | but giving i it jus leave ll mayb me not now problems s so yup
-1 | admission before defer get how just long next reply semester til you
-1 | a checkmate chess comes day dead from good goodmorning have in is king maat means persian phrase shah the which word
-1 | aha de job need no po
-1 | ? did ever for hey next rats the themes u vote
-1 | burns hope i pee tonite your
-1 | a again been best digits1 geva i im its longer mate my now oh out pete rite than week well went were who with
-1 | ! can party t to together wait yay
-1 | computer down makes my photoshop shut
-1 | but california is issues its manageable no of okay one s snow so that the
1 | ! account call code digits1 digits11 digits2 digits3 digits4 digits5 expires for i identifier m points private redeemed s shows statement un your
-1 | area but can e forgot hmmm hotel mayb name of one shoppin try
-1 | ? awesome be gonna later or soon that tonight
1 | ! a as call collect computer customer digits11 digits3 easy has have is just our picked prize to valued vodafone win won you £
-1 | allah inshah missing pray too you
-1 | ashley cant find help her i me number oh pls tell that
-1 | a am escape few going i in kavalan minutes now theatre to watch
-1 | am bother doesnt either for gt hope i lt me old that way works years you
-1 | ? do else find instead maybe should something to you
-1 | a am as demand dont gain husband i it lets of rights see the too trying wife
-1 | house i liked new your
-1 | also and atm be carolina for go gre just north pay results sent site test texas the to would you
-1 | same to u
-1 | ! baby i need open pussy stretch to yes your
-1 | ! and as bomb date my or phone say thanks to wanted
-1 | ? a able anyway be breathing bud d down get guy half hey him i is know my neck some to tonight track usf you
-1 | a always care cares d digits1 dreams give gud heart in is night occupy of one others place powerful response so swt take u weapon who
-1 | is lovly nokia phone
1 | an auction customercare digits1 digits11 digits2 digits3 for free message msgrcvd out p service skip stop subscription thanks the txt unsubscribe using
-1 | clas come da driving have i play sorry to today wont
-1 | fire hair i lit m on really sorry your
-1 | ! ? a and babe celebration couch didn for go grins how i just link loooooool makes me more much now oh on reference rents sense sent shit sleep so sofa t that the thought trip was wasn went with you your
-1 | dokey oh okey stuff swashbuckling what
-1 | cruel decent digits1 face gt innocent joker lovable lt romantic smiling tension terror waste
-1 | back better cell come coming dead dip else him i m respond s shall so u we with
-1 | i know mean texting well what you
-1 | all be digits4 dis for gek happy hi i is to wif work would yijue
-1 | cruise happened the thing to wat
-1 | ! ? dat em feelin get had i it know mayb nuther pete place time with wuld
1 | ? ac be digits2 digits3 digits5 f friend frnd her hmmross inviting is lyricalladie no or reply see send sms stop to u www yes you
-1 | best characters dey differences frnds happiest have just most never of s same the their understanding world
-1 | and as chat click easy friend just list lists make open pie the then yeah
-1 | a alright and asap be crisis got has he here home minor s so sooner than thought to tyler
-1 | do i pick up when where you
-1 | ard as call can digits2 me smth u usual
-1 | abdomen an and antibiotic be bone can chest even for gynae infections it its many things used
-1 | can day girl go lmao one poor t
-1 | digits1 do just or that times
1 | a are award call digits11 digits3 digits4 ending if matches number numbers receive selected to todays vodafone with your £
-1 | ! a against and can do doing finally him if indian it japanese kerala leave let make must none one proverb stop strike too u version
-1 | ? a bath be beatings boy chastity could device dog going good grins in like long lot lounge nice now of or sounds spent take that there time to your
-1 | better complete for half him if it its stops then to uses way worse
-1 | all are at birth control cramps didn digits1 don effects first for gut i last massive miserable months night of side sleep t tell that the they u wrenching
-1 | convey him my regards to
1 | ? any anytime call delivery digits11 digits3 for half handset latest line mins network or price rental reply the tomorrow video want
-1 | and digits1 friendship half i missed years your
-1 | a cant i message now phone pick pls right send the
-1 | ask first gonna haha i person that the was
1 | ! a are collect digits1 digits2 digits3 digits5 gb guaranteed h ibhltd ipod latest ldnw mp mtmsgrcvd no nokia or ou p phone player prize the to txt word £
-1 | ? come digits1 look lor n taka time u us wan wat
1 | ! digits1 digits2 digits3 digits5 free get now nr of pobox poly polyphonic pw ringtone sn subscription super text the to tone week your zs
-1 | ? and angry at be bed before bored car checked clean didn etc feeling fold got hit i it laundry least left let like make many mean my no on other phone post ritten said send sit sleep so stop stuff t that the then there time times to ve was wasn were what when why wouldn wrote you
1 | ! c colin digits1 digits2 digits5 farrell film free get in just kiosk med mre msg offers popcorn reply show sony swat t this ticket valid village warner wkend
-1 | come night online today will you
-1 | ? anything special then
-1 | a day do good have will
-1 | a actually b born digits1 has hospital inconvenience inform local made mistake never nhs please r regret report sorry terminated that the to u we were yor
-1 | an dentists even feeling go have holiday hour i if in love monday that the to
-1 | am i on the tirupur to way
-1 | a age already and anyway be but child flaky got hurt i it job m nonetheless not now parent re ride s snot support supposed the there they to unintentional until ve you
-1 | ! a and at everything fell for grazed have home hooch i knees my over see should splat stayed toaday tomorrow took walk we you
-1 | back dropped em just now off omw
1 | ! bt call claim contact digits1 digits11 digits2 digits3 easy have is min national nd now only p per pound prize rate the this time tried u we won
-1 | ? call didn facebook huh my re see t you your
-1 | answer confirm deny g never says texts you your
-1 | ? ask common day did different do doing evng gud hearin how if it its let me not now r smile so something today u ur was wat
-1 | any at call dear don for have hi i if its know least me or other problem reply t tell to urgnt want wating whats work you your
-1 | after can digits1 e go intro normal our pilates we
-1 | house i leave let my noe ok u when
-1 | ? england is it like oh torture watching why yes
-1 | ! ? art d do some wanna
1 | ! ? be can co digits1 digits2 digits5 energy got in it itcould le lucozade or oz p packs part rally see take takes text the to u uk what with wrc
1 | a are chatting for girls great hi night now send service sexychat stop text the them this to waiting you
-1 | ! ? boytoy buns crave do good how lips me morning my need now of s sexy think those what where you yummy
-1 | digits1 for gt india lt match started
-1 | anything buy do hey to want you
-1 | ? babe did ever figure for going hey how it new out s where years you your
-1 | congratulation k
-1 | are fuck g know the to wants where you
-1 | at bus come court decimal digits1 got gt i lt so stand to tomarrow want you
-1 | ? ask at dad digits1 go home liao me pick to up
-1 | ? a all can chapel do frontierville get good in make omg stuff the they wedding why you
-1 | b back but deer digits1 e eatin goin huh i liao lor m mountain nice now show soon to very watch work
-1 | ! answer assume but don i is one other people phone t the this well wrong
-1 | and anything anyway can chill don down drive here i if know lemme me secure south t think to up want you
-1 | already back home i m no not probably so
1 | ! a call cash claim digits11 digits4 freefone gift great guaranteed live news now operator or speak to your £
-1 | am bus calicut i in on the to way
-1 | ! all and are at been bored but cos farting fun get has having hi i id im its james me message much night probably this thought to too txt u you
-1 | ? about and at baby back be bloody bus call digits1 digits2 do hi home i im jess later me mo on ortxt sat somethin the until wanna wont xx
1 | added advisors an benefits by call can dialling digits1 digits3 free from mobile now o our select service specially to trained welcome with you your
-1 | ? ask back coming confirm dad digits1 dinner i me re rite so u wif
-1 | a and bb bf buy cos doing for have how i masters my s sale when will you
-1 | ! a about ahhhh anything bad but comedy didnt dont dream for guess had i im it just know like night now right so tho u up woken
-1 | call from got i m number vivek your
-1 | a check cos digits1 early i left m mean to too was what working
-1 | ? da do gt have i it lt rs want you
-1 | a as bit care drop for forevr goodfriend heart hppnss is life like mine my of part smile sorrow tear u ur wil
-1 | ok yup
1 | a asp com dear digits1 dining enjoy etlp experiencehttp following have holder link me meal next on pc the us use vouch voucher www your
-1 | a and are at few game i iouri kaila m mall people the with
1 | ! a are call claim contact digits11 digits2 digits4 draw from guaranteed have hrs land line only prize shows that to todays trying u urgent valid we won you £
1 | added asian be bill by can digits1 digits2 digits6 disaster donate fund next s support texting to tsunami unicef will you your £
-1 | after any cme dear didnt digits1 do from go got her hos i morow say she that this time to want what wil will
-1 | ? abt after afternoon are can discuss for go in lesson meet our supposed that the thought to told trip we xuhui you
-1 | ! all are come hey msn online there use we
-1 | are care do fine good hope i m take you
-1 | ? aiyo already bathe digits1 dun eat poor so then thing u wan
-1 | ago already dis happen i knew long tot u would yar
-1 | ! are cumming gorgeous keep pix thank those you
-1 | a boy digits1 father frndship his home late of power was
-1 | ? and are be brother family his lets meet my new next plan ready spending spoiled to week with years you
-1 | ? doing so today u what
-1 | i its okay said sorry
-1 | ? dangerous gt i is lt not pm slept thinkthis time
1 | ? ac be digits2 digits3 digits5 friend frnd goldviking him his inviting is m no or reply see send sms stop to u www yes you
-1 | digits1 dont l let out r stress studying you
-1 | busy digits1 haf keep me s that u y
-1 | go hungry i if in m no not rush rushing school so we working
-1 | ! ? and been coulda for i me never nothing pick real so t telling u valentine wasn your
1 | a app are award call claim code digits11 digits3 digits4 ending have if match numbers phony please quoting rates receive selected standard to todays voda xxxx you £
-1 | ! ? as at digits2 eta good hope is it made okday planned s see still taunton that to we xx you
-1 | buy home hungry i m smth
-1 | be can drive i my need only read to write
-1 | addie and back be goes her it just looked monday sucks to up
-1 | a are good happy having hope new semester year you
-1 | else esplanade lor where
-1 | baller big go head hmph
-1 | a actually been called its like not punto someone that well worse woulda you
-1 | ayo forgotten guy has he his nope since travelled
-1 | ? around later looking pick still to up you
-1 | a after back but camry can clean dough for gt has here holla how i if is it its k know landing like lt mileage mr much need olayiwola own raise s sell someone soon that the there to toyota will year
-1 | ! ? a as clover guess happy im in is or pig pub saying the whatever which
-1 | b down ill soon
-1 | come i k oh tomorrow will
-1 | achan amma convey id mail mobile my number pls qatar rakhesh regards sms to ur
-1 | again by dont is meet mountains rencontre the to way
1 | a am between call cash claim cost customer digits1 digits11 digits2 digits4 guaranteed have on or our p pm prize representative service to won you yr £
-1 | ? a attend day driving how lesson many n times u ur which wk
-1 | ! a and are boytoy geeee hello i kiss like loved loving m missing of remind send thinking tm to today you
-1 | be but by can cash def digits1 get i need other ready still the think to two we
-1 | ? all at digits1 dinner gals hey meet n te u wanna
1 | ! attempt been chat contact dear digits1 digits2 digits3 digits4 digits5 final hl invited is j lands ldn msgrcvdhg our p row suite this to txt u ve w xchat xxxxxxx yrs
-1 | ! ? great how is office the today
-1 | ? a any can cool getting it last little more s soon time we while
-1 | noise puppy sad
-1 | any but dint dont its k one pls possible tell to try yes
-1 | happen what where you
-1 | ask at but digits1 gonna i its lol think was you
1 | balance cash cc currently digits1 digits11 digits3 digits5 go hg hl in is j lands maximize meg now only p pounds row send suite to ur w
1 | ! account call code digits1 digits11 digits2 digits3 digits4 expires for i identifier m points private redeemed s shows statement un xx your
1 | call d darkest deepest digits11 digits2 fantasies i just like me min my nat p rate stop tell texts to you
-1 | ? any coming do for friday from get is leave news place pongal there work you your
-1 | ? a for hey huh inconvenient not sis very your
-1 | adsense approved do got i know ok u vl
-1 | go i perumbavoor to want
-1 | aha all how i in laugh listen many not stage the times to told use you
1 | ! amazing believe blow but digits1 digits2 from fwd g incredible it learn mind now o only p reply s t that things to true truly txt txts will won you your
-1 | didn from hear it me t you
-1 | an back be can clarify for go have i if kerala me open pls preponed return that ticket to
1 | ? ac be digits1 digits2 digits3 digits5 f friend frnd her inviting is k natalie no or reply see send sms stop to u www yes you
-1 | a babies make man off pretty ran she together we will with younger
1 | ! ? apply c call digits11 digits2 digits5 free get heart help jamster need now only t text to wallpaper your
-1 | bring call coming dad digits1 dunno go he home i lor lunch my out reach said school u us w when yup
-1 | accounts contact cum customer details executive for have id jd mail sent service to ur us we
-1 | a and bit desires digits1 doctor get going hair it liver managed stylish thats to u ur
-1 | ? dont have hmmm opener still we
-1 | a all answer are ask can during edison fool ge gm gn gnt has know man more now of questions rightly said speechless than us viva why wise you
-1 | for guides heart i me my vote wherever will
-1 | italian job juz lor my sis watched we with
-1 | ! ? are could die feet i know loneliness need of pouts stomps tick where you
1 | bluetooth call digits1 digits11 digits2 double for latest lf linerental mins mobiles mobileupd offers on optout or orange price the txt very
-1 | ! ? a afraid am around back be by club comedy do fancy from ho i m northampton not off on skyving so staying the this though today train way wednesday week will you
-1 | da dear goodnight i miss really thangam u
-1 | a at basic bugis can course digits4 for free go hey intro me next pilates r s sat sun tell that there time we what yoga you
1 | and call camera cross digits1 digits11 digits2 digits3 for free half line mins mobileupd mths ntwk optout or phones price rental txts video with
-1 | am da disturbing her i think
-1 | am call i in later ll meeting sir sorry you
-1 | ? at car dad digits1 dinner free going havent in leh my now orchard r s so stuck they tonight u
-1 | dun dunno haf i lei like
-1 | brother but gt lt only pa transfered your
-1 | afternoon but calls can cann get hear i in later listen me mtnl mumbai onwords problem service south t you
1 | accommodationvouchers apply break claim conditions digits1 digits3 digits5 is mustprovide number terms uk which you your £
-1 | amp by dear friends hai is my new number present raj rajitha ranju this
1 | alfie charity children digits1 digits11 digits4 for in m mob moon need nokias on or p poly polys profit s song tell to tone txt ur zed
-1 | ? as different in styles
1 | ! a age digits1 digits11 digits2 digits3 digits5 every now perweeksub play shopping skilgme spree starting store text to tscs week win winawk £
-1 | gt hurts i if lt mesages sent sorry thats to today want y
1 | attempt call cash contract digits1 digits11 digits3 digits4 either have is just nd of or prize the this to top u weeks won you £
-1 | didn disagreeable find glad i it lol m t totally well you
-1 | call care flash go guy how if madam me no now oh take you
-1 | afterwards at by can digits1 gets he his house is mark meet out so tomorrow u work works your
-1 | amp b battle coz digits1 fight for g have heart in keep nobody only problems sd self t the to u ur vivekanand will win
-1 | a call give got if me minute ve yeah you
-1 | ! ? aletter anyway babe behind call deviousbitch digits1 feellikw fuckinnice gotmarried hi i justfound l ourbacks out selfish shit thatmum thnov u uawake via
-1 | ? aiya at digits1 discuss is it lar later pick up we
-1 | birthday happy hey
-1 | back call can i missed please sorry you your
-1 | ? another bad cat day does end has if its my not omg one thing this when worms
-1 | anything de do i wont
-1 | ? do of sing stuff type what you
-1 | andre cream s st virgil
-1 | activities all befor check i no rooms will
-1 | aha gokila is talking with you
-1 | and back by diamond dino excellent exchanged have here hi i leaving prem rakhesh service shanil stuff thanks the uncut
-1 | ? birthday k know kotees month this
-1 | amount broke but even gt i is lt m no oh really small too
1 | ! a all animation badass crazy digits1 free from game get hit hoody link new no or panther pink premium sugababes the themob to wallpaper zebra
-1 | ? ah already but come confuses cos did doesnt friends he i invited it may maybe money not now of sort that the thing things tho thought was well with wrong
-1 | aight call close me once re you
-1 | ! a fine have i might nap nope thats tho
-1 | a after andres for get has hassling haughaighgtujhyguj him in me money news no other to weed week
-1 | ? a about again aproach asked boost boy bt cn d decided didnt digits1 drinking dt energy evrydy fast free frnds gal girl gthr gud gv happily he hell her hit hv hw i instantly is it like lived loved lttrs lv mind moral msgs my n ni of our propsd ran replied run saved secret she shouted so speeding story thm threw thy time towards truck u was wn
-1 | a amt arng bmw but buy car dis gt hv i is its lacs lt my no of prob shortage source thats there to urgent urgently vry wnt
-1 | ! blacko break ding fassyole from londn me on ya
-1 | a actually big bslvyl but evening have is it maturity nice not of saying sign small start the things understanding we when
-1 | got many oh responsibilities you
1 | call digits1 digits11 have message new please you
-1 | already i reached sch ve
-1 | ? a definitely digits1 dis e from humanities izzit module modules need other sem st take u wan
-1 | argh fuck in is nobody the town why
1 | apply best co digits1 england gbp get go lionm lionp lions mono more n network operator or original poly rates reply ringtones the tone tones uk www
-1 | ! and calm complete fills me reassurance thanks with
-1 | ? are driving or training you
-1 | cancer dad for have i lol my real she told
1 | ! account digits3 digits4 for private statement your
-1 | ? did gt have i it lt oops
-1 | chikku hi msgs nice send some
-1 | always and argue did he him his i if impossible is like me necessary never of released remind sub that to treats which will with
-1 | after ah den digits1 go liao lor my no orchard oso other place plus rite to u work workin
-1 | a and cherish day each great guys have mojibiola month okors the to we well wish wonderful you
-1 | ! about am but digits1 i nite on only then til wed wot
-1 | ! all back blood but digits1 for friends frnd get god heart if in including is it like luvs many marry me need poor praying r red relation rose send some support tis to try u ur
-1 | and any are doing way what where you
-1 | ? can do free go hair i it ll my over right so sucks that u you
-1 | a anything bag can dat digits1 dunno except goigng hmm i is jus keep leh mayb not or out perfume small smth too
-1 | joined only sday so started today training we
-1 | at grocers sorry the was
-1 | ? are bennys cinema frankie here is n near nice or pubs some the there warner
-1 | ? been before book call can for go havent i the there to up want yoga you yup
-1 | a about being both boys but cause changing diapers digits1 dream even face getting had he i in it kids m mark my not oh omg only owed pissed shut so that the them told was yesterday
-1 | be docs gentle he i imagine like other patients really the their treat turkeys unlike who would yeah
1 | ! and co digits1 digits2 digits3 digits4 digits5 every for free get getzed just mates mobile no nokia norm p pobox st tell to tone txt txting uk ur w week wq www
-1 | b come darlin digits1 fone gonna helens hi im kate love nite on please princes tb the up
-1 | ? are da i in m now office where you
-1 | ! aiyar give i jia k ll my of poor so support thing think u you
-1 | ! along bad fifteen fingers give great min not oh play the timing trains unintentionally warning will
-1 | also and by come free getting k lik tel then time to u vikky wenever
-1 | call da happen me pls what
-1 | and bring colourful family happiness happy life may new stability this to tranquility u ur vibrant year
-1 | away but details do dont his i it know ll no problem renewal right the with
-1 | be dinner gonna haven here left probably so t til yet
-1 | gt like lt question same
-1 | a boyfriend eve hey i is my new ok party si then this to was went who with years
-1 | and bank birth company date details facilities i need of s sir velusamy
-1 | car come digits1 directly doctor goto i karnan please pm till wait will with
-1 | bluray but can no player the
-1 | ? later meeting ok r then we
-1 | ! before cash come crash hurry i in just lol my need nitros no on out to
-1 | ask leave need no ok to
1 | ! bx call congrats digits1 digits11 digits3 dload g games ip java mates mobile music noline now p play polyph r rentl ur videochat videophones we wid yours
-1 | ? got in lessons sch still
-1 | ? already believe c dun her i it leh muz s she then thk tog told tot true us y
-1 | ! can got i if in it like my open rub salt some ve wounds you
-1 | for going i lunch m now
-1 | a be call da doing done give i in lab ll m me n now r school some stuff when
-1 | come i k oh tomorrow will
-1 | digits1 u
-1 | desert geoenvironmental implications in logging water
-1 | a birthday convey do favour her is me my nimya pls raji to today wishes
-1 | and company environment food good is nice really terrific very
1 | ! a auction brand digits1 digits4 digits5 free is join new nokia now part sms take to today txt up
-1 | and both down gently hasn have he hi him hope let me ok please r said seen t text u would
-1 | ! ? adore ahmad babe can crave enough fuck fucking get good hear i it kisses know love need so t that to too voice was you your
-1 | am de home in k me my pls relatives sms sure
-1 | fuuuuck i need sleepin stop sup to
-1 | down i in jus later ll m mrt now so take town
-1 | a cooked i just la nice rather salmon you
-1 | facebook i mine to uploaded
-1 | okie
1 | a an apply c chance comp details digits1 digits11 digits2 digits5 entry for get in ipod pod rate ree s std t to txt weekly win
1 | accident claim compensation digits1 digits4 entitled for free had in indicate maybe msg our pounds records reply stop the this to txt u with you
-1 | call i later ll sorry
-1 | ? in it or s sarasota tampa wylie you
-1 | dinner enjoy n ok take time ur
-1 | awkward cos da darren dat den digits1 dinner dun feel ge him if later leave lor lunch meet meeting saying u was we will xy
1 | a card collection digits14 digits4 eerie free halloween logo message mob of p per pic plus spook to tone txt up with your zed
-1 | another can difficulties fine friend had have her i it mine phone pls request s send she with works you
-1 | hurts it leg mon musta my on overdid ugh
1 | ! a access call co digits1 digits2 digits3 digits4 direct fixed for from germany line minute no number only pence per prepayment telediscount uk via www
1 | ! await call collection cost costa del digits1 digits11 digits2 digits3 digits4 holiday max mins now or pm pobox s sae sk sol stockport tc toclaim ve won xh you your £
-1 | absolutly fine me
-1 | ? b can come diff get guess how it quite rite she should to
1 | ? call calls camera colour digits1 digits11 digits2 for free freefone had latest mobile mobiles mths on or oranges stoptxt to unlimited upd update weekend your
-1 | gt home i in lt minutes reach ur will
-1 | ? about hi match think what you
-1 | a and are been but cant children completely days enough few gastroenteritis give handle has have her i if illness in it its just know limiting loss malaria means meds now reduce relax replace self she stop takes temp thinkin to vomit which will worse would you
-1 | after but can dai downloaded exe file i installing is only run that there which
-1 | is it only true yesterday
-1 | but digits1 not pa selected
1 | ? ac be digits2 digits3 digits5 digits8 f friend frnd her inviting is nat natalja no or reply see send sms stop to u www yes you
-1 | buy egg i in keep my rs shelf ten two
-1 | am at be i late there will
-1 | accidentally box brought em home i in the
-1 | dat more needs or pls she slowly to vomit will
-1 | digits1 exam have i in march take to with
-1 | after already babes chuck cover digits1 feel foned goin ill in jane lst me nite not wrk
-1 | all die have i if my stuffs to u want
-1 | ! a bed boatin da digits1 digits2 docks fuck giv gossip in juswoke l oh old on r slept spinout the u up wid xxx year
-1 | ! becoz digits1 hurts in like loves pain pleasure pours rain see smile smiling someone still sum to trouble u when
-1 | frm heart i m prabha realy sory soryda
1 | ! account call code digits11 digits2 digits3 digits4 digits5 expires fone for i identifier m no points private redeemed s shows statement un your
-1 | could it keep means not u ur words
-1 | i in m market nope still the
-1 | a and are be bother busy cars day digits1 do exams get gr guy have i m not outta realise some the then to try trying way you
-1 | about aha da hey how project started what your
-1 | cool ok see then ya
-1 | ? also am assessment buying i it on only or qbank self site the uworld with
-1 | ? about character digits1 jada kusruthi lovable matured me not opinion over pls reply silent simple spl stylish your
-1 | a can give i ride still yeah you
-1 | ? digits1 first how jay out s sound to wants work
-1 | care chikku gud k nyt sleep tke well
-1 | a checking iq its of part
-1 | ! course devouring do don grins i keep kiss know loving me must my of posted prey see simply smile t tease you
-1 | a for great have it temales thank thanks the was week wonderful
-1 | ! booty i juicy nice princess see thank to want you your
-1 | all and are at can day eat eaten haven here i it juicy life m meds my pizza ruining sitting staring t these this
-1 | come finishd n not search tat u vid
-1 | a after be digits1 i k leaving little m soon there
1 | ! a await box call cash collection cs digits1 digits11 digits2 digits3 digits4 from holiday landline m or please po sae t urgent xy £
-1 | ! all and are as before but dull easy fine fun guys is last same started stuff the week work yeah
-1 | all are car in keys me my not of please purse tell your
-1 | anything da didnt get i
-1 | dreams ok sweet
-1 | ! a big for in s she surprise well
-1 | cbe chennai digits1 in
-1 | birds by can from help if meeting other picking r swoop u up ur want wherever
-1 | $ a ad an anyone buy calls craigslist for found gt i if it its ll lt make on say selling sure treadmill working you
-1 | ! absolutely i love office only park recently south started the watching
-1 | anything ask friendship i me other pls speak then with wont you
-1 | ! ? a and bt can d dat digits1 do f g get girl girlfrnd grahmbell h hello his i invnted is it knw lift margaret meaning moral msg n name not o of one person phne real s say she storming t telphone u wen who wt yes
-1 | care digits1 drms gud ni swt take
-1 | ? a are called can darlin doin drink for going hi if im its kate me my one or parents phone pub so somethin something swan the to tonight u up with
-1 | ? at bout enjoyin er good hehe hows indians mo pete sall shexy the u xx yep
1 | another at back biz busy c call customer digits1 digits2 digits3 don go hl if j london ltd min p please polo prize suite t to w will www you your
-1 | ? asap care did do fix if it not ok take teeth the u
-1 | ? a come digits1 dinner for not our so tonight u wan
-1 | but its k late same the too wish you
-1 | ! back booked coming day eight for from good half hi hope know let me over table ur walk when
-1 | clearly fault it my oh s yeah
-1 | ? cant dunno leh lor mayb meeting r remember so time tmr wat we
1 | ! a awarded been call claim digits11 digits2 digits3 digits4 from guaranteed has hrs land line mobile number only ppm prize urgent valid with your £
-1 | ! day enjoy full gud helloooo joy morning mrng of sweet this up wake welcomes with you
-1 | around come gt lt time vikky
-1 | ? and do how princess that will you
-1 | a for here probably while yeah
-1 | email id me sent soon ur
1 | ! a c claim dbuk digits1 digits2 digits3 digits4 digits5 free have in jackpot lccltd ldnw membership net no our pobox prize rw t the to txt urgent week won word www you £
-1 | ? bad day i m pretty still today weak
-1 | a an bt by day excellent frnd gn hate i knw ll me misundrstud the thought truth u urself wen
-1 | ! but congrats digits1 go had hey home id ive luv u
-1 | call dear me where you
-1 | ? already eat havent now smth trying u we xy
-1 | donno genes i in its or something your
1 | age awarded cd com digits1 digits2 digits3 digits5 draw either entry free gift iscoming ldew music ppmx r subscription tnc to txt ur vouchers weekly win www xmas £
-1 | alex being he it not ok s says with you
-1 | are coming funeral home the to u
-1 | chat hand her i ll my phone to u wit
-1 | ? good hows london morning mr treacle treatin well ya
-1 | can i it make t tonight
-1 | at come i should time tomorrow what
-1 | but can cos film finish haven i it long my quite t tell will yet
-1 | a ask bb bold budget cos digits1 dollars for gt how i is lt macho much new one pls saw
-1 | ! ? adress all and beendropping call hi is missed mumhas my over red theplace what wine your
-1 | about at be but digits1 for ill in look me mins out yours
-1 | alright and are back be call cheers coming do everything get gonna how hows i is it m money now oh ok on or school the thursday to work yay yeah you
-1 | ! before by digits1 digits2 eve for give good jolly sat speak the then tickets u way will x
-1 | i s that thinking was what yeah
-1 | already amount by digits1 dress feb give going i it k m money my on only see so spend taking the this tirunelvali to uncle want week will
-1 | da earn going me more my sister than to
1 | ! box colour digits1 digits2 digits3 digits5 eng england flag for game get mobile official on optout or poly ringtone stop text the to tone tonights txt w wx yer £
-1 | brain dear hahaha use your
-1 | ? finish jus tv u watching
-1 | a and are babe better day feeling full go good great i kiss last love morning my now of opportunity sleep thought to wish you
-1 | kothi marandratha out print
-1 | ? but da got havent rite topic we yet
-1 | at correctly digits1 going i if m no ok problem rem sch to yup
-1 | ! ? aah arm bless how s your
-1 | alaikkum an and are at contact dear indian meeting number our pleased pleasure pls pride qatar rakhesh regards respectful salam save send shop sir tea the to today we you
-1 | ? an away boy c can d do feels gal gn hand heaven hold how i in it jst n no park prince run think u ur walking wana with would y
-1 | ? happy makes most what you
-1 | ? are heart how sweet you
-1 | for letter sir waiting your
-1 | a an aquarius dude im longer no now pisces
-1 | course digits1 her it just lik me messages messenger on r sending so x you yrs
-1 | ! a all anyway be fab fine have hols i in m me neither not resolved sterm studying sure the thing tho voice will with
-1 | bags bread chex eggs garbage hannaford jam wheat
-1 | almost and be deal don from grownup gt have i is it kid lt m money my no not old pride re s shouldn stuff supposed t takin tell this to why with years you
-1 | at better but costume doing end evening finish i im just my not sounds sure than the time tomorrow txt what will you
-1 | ? do gym so wanna when you
-1 | ! ? d jerk like t that wouldn you
-1 | ? are awake is snow there u
-1 | ! a and course make of should stink you
-1 | after an for go no openings room thanksgiving that til upcharge without
-1 | ? coming guys on over planning when you
-1 | ? doing now wat
-1 | ! all and colleagues friends i kidz my n naked on parents screaming sofa surprise the waiting was
-1 | ? back box do i in it put the thought
-1 | home i m
-1 | be business interested may no one plan some
-1 | at cut decided digits1 havent hee i it paragon s whether yet yup
-1 | ? can free go guai haf he him jogging naughty s seen shd so today when
-1 | aiyo cos digits1 finish havent i lab lar neva reply sms so then to tot ur wait wat
-1 | also being but difficult is laughing living loving simple too tooo very winning
-1 | me okay something tell thats
-1 | ! ? a amused bottle bring hmm i joking just keep ll of or red see shall still to tomorrow us white wine you
-1 | am any astrology digits1 face gt i is lt number quick reply select tell test this ur waiting will
-1 | friend gave hey i iouri m me number ryan s wylie your
-1 | get program re slacking the with yep you
-1 | but digits3 i is mentor not percent sure think your
1 | and call digits11 digits2 ecstacy erotic girls into just min nat our p rate send stop texts to
1 | ! a are awarded call camera days delivery digital digits11 digits2 fromm landline sipix within you
1 | ! a call computer customers digits11 digits3 for from has is just loyal mobile our picked randomly receive reward to waiting xmas you £
1 | ! a attempt call claims contact customer dept digits1 digits11 digits2 expires final have important is message messages now our out this waiting you
-1 | back be gt hi later lt might mom than we
1 | ? a after any coincidence connection dating do had have i last of only or radio sent sport started talk text these think to two week you
-1 | ? a dog for friend got lol oh the you
-1 | a few head i in k ll mins out see there you
-1 | a amp an ayn bt can do dreams ese evrey exmpel friendship goodnight gving have im is it jsut konw mitsake msg nice of raed rael sitll sleep splleing sweet tihs u waht wihtuot wrnog yuo
-1 | a cant i message now phone pick pls right send the
-1 | barely but can constantly doing don fighting helping i isn leave m sane stay t to want what with you
1 | a cash chance com comp digits1 digits11 digits3 digits4 digits5 entry every free gr great http latest nokia or prizes psp the to txt win wk wkly www £
-1 | a can em eve hold online play set somebody spacebucks up using website where you
-1 | california cool in its just s sunny the weather
1 | call digits1 digits3 digits4 have message new you
-1 | as day for good its maintaining me other painful pray remove stuff teeth the to too you
-1 | a and are asleep at babes digits1 doing dreading fell had hope how i knackered m nights ok shit sleep thou tonight upto what work x you your
-1 | ? and another do forgt friends give help helps how in into lands most previous problem problems stupid suggestion that the they us
-1 | at call i m please work
-1 | ! a fights good it much nite no not was
-1 | ok plan then todays ur whats
-1 | i joking nt seriously told
-1 | ? ah ajith film watching
-1 | ! all as asda but celebration counts doing don done handed i if in know m mega shop t thats what
-1 | ask chechi could dont exactly i know you
-1 | b cos digits1 driving dunno go hr i lei lor oni sch shd
-1 | as custom discount i in officer oh want
-1 | a better day good had have hi hope night you
-1 | and apparently bffs carly he now quick s with
-1 | ! ? amp but evening express get hard how hurt it leave love much or seperated show someone that they to true ud when will you your
-1 | babes bring brolly digits1 english franxx got i in it left luv mrw think u ur wil
-1 | cream free gd got i ice oso so wan
-1 | digits1 feed give gt her later lt mins mls pls prometazine syrup then
-1 | ? days how many since so then
-1 | angry are busy dear i was you
-1 | ? are in pub the you
-1 | a everything first for is there time
-1 | ? daddy digits1 him in is looking me not or re shu singapore tell u wan wat
-1 | ask da ge i if meeting nite tmr u
-1 | digits1 e eva i luv more morrowxxxx n nite pocay promise ring than thing u wocay
-1 | coast east
-1 | about broth chicken don get i if know more ramen s should some t there unless want you
-1 | ! bright cell digits1 i in light my of on or phone pictures slave take to today want you your yourself
-1 | and are how masters on really s so the to up what you
-1 | amp at bruce but can car fowler i in long m mom my now park s so story t
-1 | dont hopefully i know month oh this
-1 | ? confirmed elaine hi is meeting s today
-1 | call i later ll sorry
-1 | ask come dat gal going him horrible i knew me n out still u was wif yest
-1 | had job na otherwise part time tuition
-1 | ! and diet flew just my oh out the window yeah
-1 | complete didnt gist oh you your
-1 | ! and at b cafe can come digits2 er i in just me pub sit sorry tell there to u wen which will yeah
-1 | any around can cool if it just make me or re s text time tonight whenever you
-1 | attention i if paying t was wasn
-1 | be gonna have more re specific than that to way you
-1 | armand can everybody find he is jesus really tell to trying
-1 | buying him i lar m now tix wif
-1 | have left men mode or you
-1 | ? are later sar what xxx youdoing
-1 | booked digits1 hey i lessons liao on sun the ve
-1 | ? brothas date do generally thank the you
-1 | by foregate fun get have hill make night not shrub street sure the to train u way worc x
1 | ? a award call cash claim digits2 digits4 digits5 do efreefone even free guaranteed have its legitimat maybe number on or think to u ur wat won you £
-1 | at good hour i m morning only reason repair shop the this up
-1 | and at bud enough fine got i last least most night of s that the to
-1 | ! ? am any back good i if journey know let like me need of pendent receipts shall tell the you
-1 | ? aight before can open pick some tonight up we you
1 | ! cops go have latest news nothing on police station stolen to toilet
-1 | carry needs on sac to
-1 | a also ask choosing citizen doubt especially even female find girls guidance help hu i important in is its just know like navigate phone place plan preferably require sing smart someone that the things think through to well when you
-1 | a boobs chick except huge theres with
-1 | ? doing im just now right what wondering your
-1 | a beautiful day do each enjoy even it keep moment more revealing smiling things to wishing you
1 | breaks call digits2 digits4 digits7 for from most or org per person shopping shortbreaks sparkling the uk visit www
-1 | call i later ll sorry
-1 | a about be belong cause don gt gyno hear if in its loud lt me minutes my scream shoving t that things up will you
1 | ! ? are call camera co colour december digits11 digits2 entitled for free had latest mobile mths on only the to update you your
-1 | ? come digits1 got i it me now ok or then thk u wan wat
-1 | ? digits1 goin nite out u
-1 | every i moment spend together treasure we will
-1 | ! ? a amused anyway bottle bring i joking keep ll of one only shall to us wine
1 | ? a ad c com digits1 digits10 digits6 first http id index ringtone tms true widelive wml
1 | ! a c call cash claim digits1 digits11 digits3 digits4 draw have holiday last now or ppm rstm s shows spanish ss sw t that to urgent weekend won you £
-1 | lor ok
-1 | enough i is slide thought
-1 | yup
-1 | lor me message ok reaching then
-1 | ? bad being boy good he hmmmm is made mummy negative or positive s to wait where why
-1 | big dhoni have luck so some title to we will win
-1 | ! command every i is my night please princess to want wish yes you your
-1 | gt lt no probably
-1 | a day digits1 do doesnt get gr have hope really stressful the work
-1 | ! ? at back have holby s seen who you
-1 | call dear food having now shall
-1 | bored da hai last lecturer li me now repeating so stuff time waste weeks
-1 | and digits1 digits2 do easy from going home hours max motor picking points project take the them then they u up various very will yeovil
-1 | a all alone also and bong family for fuck going gt have i island leaving me new or rhode the to week wherever you your
-1 | also i ofcourse some songs upload
-1 | again i it k sent will
-1 | a already bought digits1 eggs i lot oh thanks
-1 | again i it k sent will
-1 | ? anyway b digits1 going home i in later ll or sch studying u
-1 | for he i if its our people rule tamilnadu then think tough very
-1 | ! ? and anyway are at can cool drop go got have home in later lets maybe mum see shall so something take tip to tonight town us we you
-1 | ? afternoon boytoy day did goes good hope how i love my of sleep think well you your
-1 | asap buy can i it new out so stuff to trust try u yes
-1 | did gt i my on own up wake why
-1 | again congrats digits1 get now outta step the way
-1 | alive alone are feel friend friendship gud happy has in law love make never night one person same the until ur way you
1 | ! account call code digits11 digits2 digits3 digits4 digits5 expires for i identifier m points private redeemed s shows statement un your
-1 | account at easy give i identification is much perhaps so tomorrow uni will your
-1 | after gt i lt min msg wait will
-1 | after and anything before brother called dad hear i me my not spoken stupid tell to told what with wont you
-1 | ! always blessings boundaries digits1 endless god grace gud has have in life limit love may measure ni no power s u ur
-1 | come go goodnight gym i late machan to tomorrow wil you
-1 | and at but first gave in lol mad then they up were woke
-1 | centre i project to went
-1 | crazy in it reassuring s this world
-1 | at can gt leave lt please so that we yes
-1 | go lor oh okie on sat we
-1 | a and are as but day do dont each everything for giving god great have i knew looked miracle model much must really reason role say since so still to up ve was why wish you young
-1 | ah b den digits1 dun ex frm gd have i liao m mei no onwards referin rich s shld so somebody tmr to treat u waitin wat work ya
-1 | a before by can front house i is it just of outside pull put right see skip so the up ve way which you
-1 | can colany company in me name pls saibaba send that you
-1 | anything dont hear i no to want
-1 | a are big chic common declare you
-1 | going join to tomorrow
1 | ! a are awarded box bp call camera cs days delivery digital digits1 digits11 digits2 digits3 from landline m p ppm sipix t warranty within you yr £
-1 | are bad basically drugs feel how i lately need only tell text that the times to want when you
1 | ! account call code digits11 digits2 digits3 digits4 digits5 expires for i identifier m points private redeemed s shows statement un your
-1 | effect ignore irritation it its just of the
-1 | about one then this what
-1 | at be by finished i ll point s so some tantrum that think yeah
-1 | away compliments from how side system the to was you your
-1 | a about bell can chief digits1 get give hey june me need on royal st talk the this to visit when you
-1 | another number ok which your
-1 | a and are been but cant children completely days enough few gastroenteritis give handle has have her i if illness in it its just know limiting loss malaria means meds now reduce relax replace self she stop takes temp thinkin to vomit which will worse would you
-1 | aiyah already as can got improve long ok wat
-1 | am at attached babe believe best can class day do every get go how i know me midnight my seeing t teach the to will you your
-1 | and just sleeping surfing
1 | a asked bailiff bill chatlines cust days digits1 digits3 digits4 dont due er free giv got i if in inclu india l mega mins mobile o sed servs shit want yes £
-1 | it jus rite s yeah
-1 | ? a ah got havent jacket still u urself
-1 | amp and back by derek desk done i if just leave ll m mouse my not on priscilla re ready s taking taylor text the time to walmart when you
-1 | are durban hi in its number on still this you
-1 | a are cars childporn ic lotta then there
-1 | all i it no trying v was weekend
-1 | all at belt cribbs hat is jumpers know people r shirts t we wear wot you
-1 | ? can cool get here think time what you
-1 | and deep did get great s so spiritual that wen you
-1 | brain dear hahaha use your
-1 | a barring cash enough for gas got i in influx keep mind more of one only round sudden trip ve well
-1 | a bit da did digits1 drink go hav he indians it kane laugh love me mite nice off out pete shud sometime soon tho was we works x yeh
-1 | have i missing much pshew s so texted that u why yes you
-1 | call i later ll sorry
-1 | aren flip gt here hours if imma in lt my next shit t the you
-1 | anything both juz lor of us
-1 | boring come decided dump get heap lowes me mom my of out this to
-1 | ard dat digits1 like lor
-1 | at don get if least see t til to wait wednesday why you your
-1 | huh lei y
1 | and call credit details digits1 digits2 free from get great house name no o of offers pls postcode pounds reminder reply text this to valid with your
-1 | ? b esplanade fr going home to will
-1 | ? any for in mood other pity so suggestions that was
-1 | acted and be bitching but buying d did else for free gave guy he i in interested it like next some something the to us week
-1 | its name rofl to true
