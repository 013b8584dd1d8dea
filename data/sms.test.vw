-1 | around don goes he here i lives nah t think though to usf
1 | ! ? call camera co colour digits11 digits2 entitled for free had latest mobile mobiles months more on or r the to u update with your
-1 | ! a date have i on sunday will with
1 | digits1 digits2 digits5 dont eg england goals macedonia miss national news poboxox scotland team the to try txt ur v w wales wq
-1 | ? alright can ffffffffff i meet no sooner up way with you
-1 | ! ? ahhh does feel i it like lol remember that vaguely what work
1 | be by charged confirm digits1 for if mobile month no not or please reply replying ringtone subscription thanks to uk will yes you your £
-1 | ! ? and anything d decided did do go hello how i if invite just m myself not or s saturday see texting that to tomo trying was you
-1 | ! am endowed great gt hope i inches like lt man well you your
-1 | a am are didn don even for go hospital hospitals how i kept know m mark not stubborn sucker suckers t telling the to u want weak
1 | ? ac and correct detroit devils end hockey ice incorrect jersey new or play red reply sms sptv the wings
-1 | and gauti odi of out sehwag series yes
-1 | already check cut da double dresser hair he i lar look nice ok said short until v wif will wun
-1 | end give i month on plane this to
-1 | call can me now u
-1 | a do earn for here how its job looking much not s same still ta the there
-1 | next stop yup
-1 | come download ela free il kano ur wen
-1 | ? afternoon already buy check digits3 e finish got havent i in later lido only planning show to u work
-1 | a animation coffee cup i of see
-1 | ! and boston changed cuz didn do gave guess i it location mean men my nyc on once page re right says search signin something still t that to up wow you
-1 | ! again always am be better grumpy i jokes know like lying mom my not old one people play the then to was you
1 | ! a are call claim code contact digits11 digits2 digits3 digits4 draw gent guaranteed hrs k last only ppm prize shows that to trying valid we weekends won you £
-1 | buy directly food he hmm informed just me my paying pls s school so that the uncle
-1 | am at be digits2 done going i mu only sao to today will
-1 | ! ? a again an bak c call del from girl give hey hope how long lucyxx me no r sum time u well
1 | ! ? a algarve ansr country digits1 digits2 digits5 dvd if in is know player q quiz sony sp sunshine the to top txt tyrone u which win wkly £
1 | again age any chat digits5 for free from get go hardcore if ll more msgs must network not nothing rcv services svc text the to try u verify with you yr
-1 | ? are back can i know open pls the you
-1 | ? contact deleted i k my that why
-1 | all as been callers callertune copy digits1 for friends has melle minnaminunginte nurungu oru per press request set to vettam your
1 | a annoncement arrange call customer delivery digits11 for have new now please service to waiting years you
1 | ? ac be bootydelious digits2 digits3 digits5 f friend frnd her inviting is no or pls reply see send sms stop to u www yes you
-1 | bridge but escape fancy great her i lager needs see the tomo you
-1 | a and begins believe bloody cant clue forgot give hell ill its m mr my spanish surname u with you
-1 | can doesnt have her i if in know let log me reply she so text
-1 | ? close guys he will you
-1 | get got have i if it not now radio times will xmas you
-1 | able be every for give however i it itself on ors she someone stays stool stop suggest that to will with
-1 | ! ? a babyjontet back bit bloody but can evening for have hi hope how i if is its kate see to tomorrow txt u xxx you your
-1 | ga goodmorning sleeping
-1 | before bill connection decimal give gt itself lt or please refund the today us you
-1 | how leh noe yup
-1 | digits1 exam have i march take to with
-1 | a bit course e happen i jus lar leh lor nice nite not nothing of only romantic say scenery so thk u v
-1 | amp bcoz but conducts exam first happy is lesson lessons life more morning strict teacher teaches than then
-1 | always available here in is place tv work yes
-1 | ! always amp argue argument but correct d dont friends i just kick loses m new person say situation so the them theory ur wins with
-1 | although baig but cos dat digits1 done e everything face fr gave i into it like m now really s thanx today told touched u ve watch watches
-1 | a again and are by dearly didnt fix good goodnight have i it ll missed night oh ok ready sleep the then time up very wake work you
-1 | a also and bribe but company days digits1 get gets have is it lag may nipost other shipping stuff takes that the to ups usps way week when which wks you your
1 | ? a anytime call camcorder contact digits11 digits3 handset mins networks now of offer or our re reply text to tried unlimited video we you your
1 | am at charged chat digits3 digits5 hey horny hot i me naked or pm really see stop text to unsubscribe want
-1 | ? download evo flash had i jealous just the to
-1 | as car digits1 guess i might take usf well
-1 | ? do food it just like of sent so type what you
-1 | okie
-1 | a because but call calls friends ge i in life lot love me means my not people the them to world
-1 | are buzy much this you
-1 | a cant i message now phone pick pls right send the
-1 | a actor he is womdarfull
1 | and babes check content digits5 fit funky games gossip keep mobile newest of our out selection sport text themob to tones wap your
-1 | day digits1 find hi hope i is know lost me mylife normal of real rest the this u unique ur was way with wot
1 | ! ? are call camera co colour december digits11 digits2 entitled for free had latest mobile mths on only the to update you your
-1 | ! a at be bristol could flight get good great guild have in ll meet on or our over plans road somewhere take that the touch we week weekend will would
-1 | cool me parked re text when you
-1 | again all any as at by chance contact cool do employer evaporated from had have i me might my not number or paperwork phone please privacy report s soon stealing supervisor to violated will with you your
-1 | call i later ll sorry
-1 | am do interested like not that to
1 | ? a com cost digits1 digits2 digits5 do fancy i interested msg on per sextextuk shag suzy tncs to txt txts website x xxuk
-1 | ? alcohol and are can ever figure for guys how i jay much need on out safely spend to trying we weed yo you
-1 | actor always an and at day evening every i in is late m moment re saturday since sleep the unemployed when work you
-1 | am busy finally finish for forward here i looking meeting new to trying year you
-1 | ? get in uniform wat where
-1 | agree am and are buy can cant how i if keep me much not pay people pls price really so sure talking tell them they to want what willing you
-1 | brings if keep my payasam rinu there
-1 | ah at be digits3 hey i late meet will you
1 | ! ? call camera digits1 digits11 digits2 free had half latest line mobilesdirect mths now on or orange phone phones price rental stoptxt to update your
-1 | am but days didnt down few for i in is lap last my office on room shut so that thats the think yes
-1 | a al allah an and are by evening fine from god good got grace happy hope i india inshah joined meet news of offer rakhesh salam sharing sir sometime tayseer the tissco visitor wahleykkum you
-1 | get happening here none of s that though til you
-1 | busetop headin towards
-1 | bring d home some wendy
-1 | a alright few head i in ll me meet minutes out text to where you
1 | ! a awarded been call claim digits11 digits2 digits4 from guaranteed has hrs land line mobile number only prize urgent valid with your £
-1 | a at car cos digits1 do esplanade giving got i lift me mind no today
-1 | ? booked for pongal ticket
-1 | about been digits2 gd get hasnt hi hope i journey late mins now think this txt u
-1 | call i later ll sorry
-1 | ? for have lol made new plans years you
-1 | are been but her i improve its month ok optimistic out stay tell things this to tough we will yeah
-1 | bad call cost digits1 digits2 guess i isnt love miss need that want which ya
-1 | bye call i later ll ok sorry
-1 | digits1 e i jus ll need no rain stop wait yup
1 | ? a by digits1 digits2 digits3 digits5 direct dogging ec get join laid largest locations moan mob msg network nyt p real s sent the to tonight txting uk ur want
-1 | ? another can digits1 done i k pick re th up when you
-1 | ! baby cant i real taste thank the thing to wait you
-1 | about boye depends digits1 faded glory i if maybe on quality ralphs sent the then type want you
-1 | ? class gt lt of reunion what
-1 | ? before center digits1 ish jackson kate rec right
-1 | ? a fish from i lolnice to water went
-1 | ? s significance the what
-1 | change jst no only tat
-1 | as ask bday booking but by definite feel free fri if is join know less my n need night nos on problematic sat than that the to transport u want way
-1 | ? campus on rude s that very you
1 | and channel conditions digits2 digits3 for hrs next pg please recieve see teletext terms the tone u will within you your
-1 | be i late ll
-1 | birthday d day dear happy heart many my of returns sweet ummmmmaah
-1 | a at bash digits1 flat just mine oclock out plan to
-1 | gt lt min wait
-1 | a and bath cup drink every just know ll loose magic milk need night of ok see so still take that to warm weight work you
-1 | ! ? are for hi how pics pretty princess thank the very you
1 | ! a are call claim code contact digits11 digits2 digits3 digits4 draw gent guaranteed hrs k last only ppm prize shows that to trying valid we weekends won you £
-1 | ! am ass daddy dick going i it love make my pleasure scream slap to will with you your
-1 | call for waiting your
1 | back calls claim claims digits11 digits4 has hot line mobile number on or our ring the to us won £
-1 | ? able day do ex have kids my not one to want was wife you
-1 | better srsly than tho ya yi
-1 | ? at grand prix still you
-1 | and do exhausted morning much on pie sleep this too train was well will wine you
-1 | after be come happy i noon there will
-1 | it mind neva ok s
-1 | ave but c care catch cer digits1 find it more nice often oh soon take thanx time today u up was we well
-1 | aft come i immediately lesson n out pick up ur
-1 | be do few got have in later may no pub sorry things to
1 | area at chat com digits1 digits2 digits5 free gaytextbuddy guys horny in just name new one or p postcode receive search textbuddy to txt ur
-1 | for got hope hundred it ml ok pounds seven seventeen
-1 | ? baby do in shower the we what will
-1 | be nice on ready thursday very ya
-1 | email i no prob send to will your
-1 | fine i miss much very you
-1 | com doesnt free if it its know make more need sense take there to unless wikipedia you
-1 | de for it leave next prepare start
-1 | ! a evening good have ttyl
-1 | about and anymore anything ditto do have i last like ll me night peace said same saying t the to want whatever won worry you
-1 | cause freaky i lol m not
1 | a am and as bedroom by da digits1 digits2 digits3 digits5 g hi i lapdancer live love m me my now old ppmsg sex sue text textoperator to work years
-1 | am bold but doing i love or thanks torch
-1 | ? a and box d do have mail number po purchase stuff to today will you
-1 | ask buy food home mum to
-1 | ! ? a be bit but do even good happening idea in is pub supposed sure thats the they to weird where will
1 | alerts and club cnupdates com deck digits1 fantastic from gage game go keep n newsletter nokia out reply review the to unsubscribe with word www
-1 | a account and be details dorm has if just money person save send sent stress the to will you your yourself
1 | a am between call cash claim customer digits1 digits11 digits2 digits4 guaranteed have on or our pm prize representative service to won you yr £
-1 | cookies even have jelly on them those ya
-1 | anyways exactly far her how is jide just or study to visiting
-1 | and c convincing dont even get him his in it just msgs neglect once or read reply tel trouble twice u while
-1 | ! i now were wish with you
-1 | a about be free gym may ok there
-1 | ? a all and anyways best exam great have in is not reason spoken the there this ve we week year your
-1 | did get library the to when you
-1 | an appointment have made should u
-1 | already ask ba but call cos faber going gua jus lor mah mt not nothing out so today tot u we went would yest
-1 | a cant i message now phone pick pls right send the
-1 | any be got gt i in lt minutes space there wil with
-1 | abiola and brother dear decided do got happiness happy i just miss my new number only really send text this to wishing year you your
1 | ! an announcement call customer digits3 digits4 freephone from have important now premier service you
1 | a call digits1 digits11 digits12 digits5 every free get just national per pole polyphonic rate sent subpoly text to tones top toppoly tune unsub week £
-1 | ! and i lost more myself omg scream to want weighed weight woohoo
-1 | b digits1 house i leave msg my ok u
1 | a award call cashto claim digits1 digits11 digits2 digits3 digits4 digits5 even free getstop guaranteed have jx on or php rg stop ur won you £
-1 | am bec day half i leave not taking well
-1 | bag borrow i ok ur
-1 | not responding then why you
1 | alfie charity children digits1 digits11 digits2 digits4 for in m mob moon need nokias on or p poly polys profit s song tell to tone txt ur zed
-1 | another around be but friend green gt he i light lt may meant not sorry turned wanted worth
-1 | ! aburo ago and are company countin days didnt down enjoy get given good hope i is kz message much of oh pleasure sent skyped so sura thank the this to ultimatum ve we when wit you your
1 | any anytime call camcorder contact delivery digits11 digits3 for half mins network new of offer or our phone price re rental reply to tried video we wed you
1 | ! await box call cash collection complimentary cs digits1 digits11 digits2 digits3 from holiday ibiza landline or po ppm sae sk t urgent wp your
-1 | barely enough for fucking has later man many of room s see shoes sorry the there too two us x yeah you
-1 | ! ah baby bettersn careful digits1 go hey hope lots lovejen luv of overdose poor probthat sn spk u urfeeling work xxx
-1 | ? is it okay spoons then
-1 | at bus coz did find i is need out some sort stuff the time to u what
1 | ? address and asap birds can champneys chaps dob down for hello i need posh prods put r some ta to trial user we you your
-1 | a and been cuddle day exhausted i its just long m nap take to ugh up want
1 | a admirer call contact digits1 digits11 find have is looking make on out r reveal secret so special they thinks u ur who with
-1 | again dude go should sup we
-1 | faglord unbelievable you
-1 | bored busy but choose colour digits1 dunno i it m me msg noe ok one oso re really s she so too u wat
-1 | ? it ll night out sure then thing thursday we work yeah
-1 | ain and bus it lovely on smell t this tobacco
-1 | are fudge in oreos stores white
-1 | but early having lor me meeting not now ok project still too
-1 | ? ah at driving for gave hey meet photo registered them tmr wanna when yck you your
-1 | another attend but did home reach rounds she still t to today two went
-1 | ? ah all come have oh to
-1 | ? be campus have i it know ll near need should think time to what when you
1 | ! await box call cash collection complimentary cs digits1 digits11 digits2 digits3 from holiday hp landline or ppm sae t tenerife urgent yf your £
-1 | a also and blown blue couple for him i id looking not of off out rather recently so sorta text the times ve weed
-1 | belovd chk dict in ms ur
-1 | also bowl car dobby from get remember s to your
-1 | ! acc and bank can code confirm i is my natwest no person reply right sent sort the this to ve you
-1 | ? chad christians class do full gymnastics is says site take the wanna which yo you
-1 | aptitude are class for go to willing you
-1 | ? account is number what your
-1 | can de gt hey lt only pay salary with you
-1 | at fuck fuckin is look the think time up what you
-1 | ah bus by call cres days digits1 digits2 digits3 digits8 ere for got if irene look n one only park ph say st tech the tomorrow ubi wan wkg yun
-1 | a ahead amp blessed hav is jesus love merry miracle month msg peace story the u wish xmas
-1 | aft at back bus c car come digits1 dun get go i if lar lect me my n pick stop then ur wait
-1 | ? am gt i lt on say should syllabus think
-1 | dis erode gt kolathupalayam lt post poyyarikatur unjalur
-1 | a buy get just lovers meat or pick pizza supreme to u
-1 | at bored going home nope not out tv v watching
-1 | call i later may pls you
-1 | ? babe bring eh forgot i in it ll lol yes you
-1 | ! a and boss game give i ll m me mr nanny oh okay one play raise re sheffield that the wanna you
-1 | a all answer are ask can during edison fool ge gm gn gnt has know man more now of questions rightly said speechless than us viva why wise you
-1 | ! ? a b better d digits1 down drinks few good got had i if indian me mmm now roast thats
-1 | ! ? an believe c care digits1 doesn hour i im serious show t that u walked wont y
-1 | and belligerent getting impatient jay really s
-1 | ? all deciding female get how in me now re tell they throwing to v we what you
1 | ! area date dates digits2 digits3 flirtparty have in local lots new now of only people registered reply replys start to us we www your
1 | ! ? all asked be box call cant contact dating digits1 digits11 digits3 guess has know m now our po revealed service someone u who will wu you
-1 | about and are at fat gettin gossip hospital how im juicy lul nurses obese one oyea shes some talking the they thinks two
-1 | convey him my regards to
-1 | ! but dat de dearer dem feel happiness is just makes meet miss not pain people some them u wat when
1 | ! a are awarded box bp call camera cs days delivery digital digits1 digits11 digits2 digits3 from landline m p ppm sipix t warranty within you yr £
-1 | a all are but cali car complexities freely great home i in is its missing move need outrageous part place s sad taxes the to weather well you
-1 | ! ? a cliff get gifts me myself no off or something throw to trying you
-1 | aiyah check digits1 forgot i lor my phone sorry tv until watch
-1 | a can do figure get headache i it just ll math me no o out promise the to trust trying u you
-1 | ? an for good hourish i if in is it leave m movie no ok the
-1 | aft dat digits1 family go going i lor lunch m my now orchard str then wif
-1 | ! ? are good how morning princess you
1 | balance cash currently digits1 digits3 digits5 hmv in is maximize msg now only p quiz send to ur £
-1 | ! after apartment as askd b boss cabin day digits1 entered felt happy her i invited lunch me my pa said she special there to we went
-1 | ? u wearing what
-1 | a and been can has her is s send shade she stuff there to too way wonderful you
-1 | ! at caught driving e get i ll lor m mrt not raining station then
1 | ? can cute digits1 digits2 digits4 digits5 every fil girls local m many need of p r ready s sexual text theirs this to u ur virgins who £
-1 | ! hey pizza s there veggie
-1 | ! always amp argue argument but correct d dont friends i just kick loses m new person say situation so the them theory ur wins with
-1 | am bus come i if in now ok otherwise soon tomorrow will
-1 | ? dun gf need pick to ur
-1 | and hard head i into islands ll m me outside rock run towards you
-1 | ? am avoid bad i like much that this to
-1 | alive all any better come correct figure good itself looking there will
1 | ! a babe celeb co digits1 digits2 digits5 digits9 every free get jordan just mobile more of pic pics pocketbabe sex sexy text then to uk up ur with wk £
-1 | ? al arguments at bother de digits1 does e fault fed go goes hav he him himso if is its me moan my n of r thanx thin up wrong xx y
-1 | been for i sura tell thanks that to trying understanding ve
-1 | also are maaaan missing out you
-1 | ! again as bother but goin i if ilol know let mite not personally probably sure then to u ur well wuldnt yeah
-1 | ? also complete course fine i k m the when will you
-1 | aging anti betta in invest products rofl some
1 | c care com comp cust digits11 digits2 digits3 digits5 enter entry free into just now our send t textcomp the to weekly word www £
-1 | her i ll lol ok purse snatch too
-1 | ! all dear end going of plan relieved this to too westonzoyland
-1 | docs i in m me no room shoot the waiting
-1 | ! ava b but comin digits1 every everythin explain goodtime hi hope hun ifink il im it l me melnite mite mon nite not oli on rang rs sorry sorted tell u x
-1 | bian can da exhibition glass go mum say she shun then to wan watch we
-1 | boo honey i m missing u
-1 | a friend in just need no ok remember that wahala
1 | ? call calls can chat cum digits1 digits11 digits2 digits3 get here i jane luv me meet minmoremobsemspobox moro now on phone po set u up wa wanna xx £
1 | biz c digits5 for free is network operator s service t the visit
-1 | as at can depends digits1 i in lor meet on wan where
-1 | i so thanks thought yes
-1 | ! happy new to too u year
-1 | all birthday come dreams happy may true ur
-1 | a daily favour from me text this time your
-1 | a cant i message now phone pick pls right send the
-1 | busy disturb i jokin lar oni then wun
-1 | ? abt bigger how making of pics some the
-1 | ok
-1 | ? a be between did digits2 he i in leave line minus ok paragraphs plus said shd thk
-1 | a day digits1 exam february for great is my wish you
-1 | day den icic k lor meet oh other
-1 | ? aight i plan s shower sorry take ten the to what years
-1 | aft ar but crazy dun fave frens gd go guys he i is korean leona like ll looking married mayb me most my not prob s say some thinking thk
-1 | ? any at bowl chillin home much nothing plan super
-1 | care da goodnight pa please sleep take well
-1 | ? a and anyone bb blackberry buy buyer dad digits1 find for from i if like me month nigeria not oh sending start tell to torch will you
-1 | able and be busy but can find forgive free get go i just m me messenger moji other please reply seem shopping some sorry to too us via wanted way what yahoo yetunde you
-1 | ! a alright good have i m night out
1 | all and bears call chat dick digits1 digits11 digits2 fact gay in min nick p pete photo pic stop texts tom try types upload with
-1 | problem tel ur wats ya
-1 | again already and available book chennai eve from i in net no on please reserve saturday see sunday tackle thirunelvali through ticket tirunelvali to want
-1 | and i k most nz of oh players think unsold wi
-1 | oh ok
-1 | ? check detailed did got his i message no now you
-1 | ! babies cool fun have making practicing we will
-1 | being bucks got i is jay noncomittal ten ve
1 | ! attempt been chat contact dear digits1 digits2 digits3 digits5 final hl invited is j lands ldn msgrcvdhg our p row suite this to txt u ve w xchat yrs
-1 | a and it lmao me pic send take to
-1 | getting great hungry im lol now
-1 | a and come determine entire february for i idea if it little ll make month much of smoke smokes spreadsheet tell the to too track up was what who whose you
-1 | ! a and both duo great have intrepid see soon time you
-1 | ? and arms cardiff fine how s uni
1 | a cash chance cs custcare digits1 digits11 digits2 digits3 digits5 entry every free gb ipod net or pod st textpod to ts txt week win wk www £
1 | a ans as bbc be charts correct digits1 digits3 digits5 draw entered gift in no of on optin receipt registered subscriber the to ur voucher whats will £
-1 | its not possible stupid
-1 | bt close dificult digits1 easy either fighting fightng if is lose or some still the to u who win with world
-1 | again c come earlier find finish go good i later lucky more no ok pple take then to told
1 | ? all alone at b calls cumin day digits1 digits11 digits2 digits3 fancy fl fri hi hotel hp hubby i its leave lucy meetins minmobsmorelkpobox msg over pls u will x £
-1 | ? a able all at be blake do early get gonna here i little might night of out s to will you
-1 | a but check dorm far find for from google i its maps more out place than that think your
-1 | about after between by evng forwarded friendship gud is its just message musthu name not of purity reading seeing smiling the two
-1 | about anywhere investigate me need no tell them to
-1 | ! a aint are as how in money sha thing to with you
-1 | and crucial forget gud in life makes n noon our r s smile someone sometimes the things time to two us
-1 | be gt ill lt ok on there
-1 | like me sayy someone something sounds testing that would
-1 | ! champ glasgow hows just leaving the
-1 | ask dont i if me mistake one shall thing you
-1 | ok thanx yup
-1 | alright are de happen hey what you
-1 | bf horrible hungry i now v
-1 | at earliest midnight the
1 | access and apply co digits1 digits2 for free from games hello messages month news orange ow photo plus reply s sport terms texts to uk www yes
-1 | again dont i know me oh
-1 | call chechi dear did how ok you
-1 | a am as at by can ext from have here hospital i me message my on phone side truro you
-1 | excellent face get on put ready sub to your
-1 | ? accept as belovd best brother bstfrnd clos cutefrnd day dear digits1 enemy is jstfrnd lifpartnr lover lvblefrnd me means no rply sister swtheart today u
1 | ! a auction brand digits1 digits3 digits4 digits5 free hg hl is j join lands new nokia now part row sms suite take to today txt up w
-1 | ? a aaniye all at athletic be boyfriend chef clean companion courageous dependable determined difficult digits1 driver exterminator friend girl girls good gt happy healer how intelligent it listener lover lt make need not only organizer pest psychiatrist psychologist pudunga s stylist sympathetic to true u venaam very warm
-1 | about all and around be before cool day gt i it kicks know let ll lt me off out s
-1 | at bill digits1 go let millers s to
1 | ! account call code digits11 digits2 digits3 digits4 digits5 expires for i identifier m points private redeemed s shows statement un your
-1 | care daddy good of take will you
-1 | ! ? a about again and come digits1 going have heard i if is it its job m or talk that to tonight u want whatever wildlife wizzle worzels you
-1 | ? are do freezing home in kiss love me missing mom morning of remember the think to will yet you your
-1 | ? digits1 dude guys nite out thnx u
-1 | $ being but digits1 flaky friend gt guy if in interested is kinda lt one oz picking possible the tonight up worth
-1 | ? ah confuses doesn it t that things well
-1 | ! happy i make princess to want yes you
-1 | am going home its me now only with yesterday
-1 | cant comedy da great laughing stop
-1 | ! dammit fone on switch u will your
-1 | amp are best care dear dont feel friends goodevening if laugh loud others probably really spontaneously talk u what with your
-1 | ? a at bugis but buy dat din home i juz late like m now oredi oso r reply saw so then top walking was wat where
1 | ! attempt b call callcost contact csbcm digits1 digits11 digits2 digits3 digits4 digits6 have is max mobilesvary n nd ppm rgent t the this to u wc won xx £
-1 | but like mostly not s that
-1 | but it its said they yes
1 | com digits6 for is mobsi monthly not password pc phone use wap your
-1 | ! at be but ends few first jas last life maintain many only people remain seems sh sight so special them till to very will you your
-1 | already am is new of squatting the walking way
-1 | ? boss nan soladha sonathaya why
-1 | ? and congrats dear digits1 gr leaving message plans r school see so that to u ur was wat what when
1 | a as be could credit delivered digits5 do free from have msg not ordered please receive service sorry sufficient the to top up you
-1 | curry fish just p taste
-1 | ? ache coming desparately do does doesn doing from he him his hmmm how keeps loverboy me miss my queen s speak t that to what
1 | ! and bcm biggest call chat cheap choose connect digits1 digits11 digits2 digits3 digits4 girl hard just live min n now p s service uk vu wc xx your
-1 | as doggy hook in missionary standing up
-1 | around bill bin digits1 digits2 digits3 dinero hav here hi i in interested it ive james jon left mayb or pes pete recently rents said so spain sum tb u ur £
-1 | alaipayuthe all as been callers callertune copy digits1 for friends has maangalyam per press request set to your
1 | are be before calling chosen claim digits11 digits2 digits4 draw easter else fm from hi hotmix in is mandy or our please prize receive someone sullivan telephone this to transferred will you your £
-1 | and go k rest sleep take well
-1 | ! and dine i lady love my to wine
-1 | a always amp are becomes day feel finally follow habit happy have it life morning of part slowly that you your yourself
-1 | ? back came fr jus leh lunch my only sis u wif
-1 | free i m not sorry
-1 | father is john joy mandan name of s the then
-1 | a but difficult enter how its little place simple this to way
-1 | coming do i m not over want whatever you
-1 | and dear digits1 friendship good in lovely morning my nature nd personality rd smile sms st style th ur wonders world you
-1 | any dear do free have hi i messages no recharge without
-1 | amt arun can d me transfr u
-1 | bad can girl i remember still them you
-1 | i know leave one put that time week why
-1 | class did get i in m my text you
-1 | a aiyo am become better bit but die dun he hee i leh lookin noe oredi pai rem scared seh then who
-1 | are chatting too we yes
-1 | ? am dirty fellow i much that
-1 | ? ah already as doing dun eating like me now same still u wan wat y
-1 | call i later may pls you
-1 | ? come i over should when
1 | a at backdoor bcm box call chat cost digits1 digits11 digits2 digits3 digits4 dps entry fraction get hack into ldn n neo of or p pm reply rooms subscribe the to wc xx
-1 | da for good murali replacement super
-1 | dont happen hear i just philosophy say to want what
-1 | dont fedex have i it just made much or other payments so some sorry that the want way would you
-1 | am call for i sir waiting your
-1 | i in it kicks know let ll when you
-1 | all also am and deep get i in is my ready sh system the today well
1 | a call cash claim customer digits4 guaranteed have on or our prize representative service to won you yr £
-1 | a alex am at i nichols party with
-1 | again and are avoiding come doing going into it making me shell slave to unconsciously unhappy you your
-1 | been dry for have home if long no not on over season so spell the way would
-1 | call good me morning plz sir
-1 | ? birthday digits1 like u ur wat would
1 | a an apply c chance comp details digits1 digits11 digits2 digits5 entry for free get in ipod pod rate s std t to txt weekly win
-1 | ? a ad and beautiful he hello i kinda miss night ok out pub r row the u ve walked wanted wiv
-1 | ? go to want you
-1 | ? fujitsu good is lifebook s series
-1 | ? accordingly are at come digits1 either going hello here ok or pub so the there they to village
1 | ! all call careful claim details digits1 digits11 digits4 enter from have mobile personal prize prompts tells the to u ur £
-1 | ? it over r scratching u
-1 | ! ? and are ecstasy excellent in moan ready scream to you
-1 | about cat cold come digits1 every got him hours i if in its kept lousy my see sleep to up waking wanted when worry
-1 | a cant i message now phone pick pls right send the
-1 | a and asshole bitch eat face for just monkey shit then u ur wait
-1 | after babe be but for i into invite lol midnight no oh place sliding thanks the wont your
-1 | also clark completely form in it of out utter waste yes
-1 | but digits1 fast i infra laptop lar noe one slow too wan
-1 | a answer askd before had hours i its question some u
-1 | at boat check half here i in m me moms my naked no on out same still the yo
-1 | a amt arng bmw but buy car dis gt hv i is its lacs lt my no of prob shortage source thats there to urgent urgently vry wnt
-1 | call i later ll sorry
-1 | book den e eh huh kb liao sat u
-1 | a babe back came class for have hope i leave love me my never nice sleep to well you
-1 | african after draw going in india many s series soil south the to years
-1 | for forwarding message proof see the
1 | ! a call cash claim digits11 digits4 freefone gift great guaranteed live news now operator or speak to your £
-1 | a ago came it while ya
-1 | ? and any can go i is just movie movies once pay theatre there to unlimited watch
-1 | bat digits1 for in innings is kallis nd ready
-1 | gonna im miss much so u
-1 | ? are for going gym hey lesson lo or the we
1 | ! ? call camera digits1 digits11 digits2 free had half latest line mobilesdirect mths now on or orange phone phones price rental stoptxt to update your
-1 | any dont hook how so up use
-1 | at call can den digits1 digits2 go goin i lor me nb nd no of oh okie parco ready rush thkin to u was when yogasana
-1 | eve fuck i it m resubbing to ugh
1 | ! a asap attempt bonus box call caller digits1 digits11 digits2 digits3 is mobile n nd no on ppm prize qp reach the this to urgent won you your £
-1 | all anything before believe but can hard its lie like me say saying things think this to twice
1 | ! box c claim com digits1 digits2 digits3 digits5 etc for freemsg join la mates messages mobile now ok or p remove sms stop t text to txt txtx ur use web wk wu
1 | ! digits5 free real reply ringtone
-1 | and are as bed dislikes in likes me please princess sweet tell well you your
1 | ! box colour digits1 digits2 digits3 digits5 done eng england flag get mobile now official on opt or out poly ringtone stop text the to tone txt w well wx yer £
1 | ! chance claim cs digits1 digits2 digits3 digits5 discount final m member mobile now of offers pobox savamob subs t text to today ur uz vouchers worth yes £
-1 | ? any art class come dice digits1 i idea no should thanks though thru time tomorrow what
-1 | a gives it its just questions readiness simulate site test the to tough very you your
1 | ! a c celeb co day digits1 digits13 digits5 dont every free george jordan miss more of out pic pics pocketbabe s saucy sexy st then to txt uk wk £
-1 | back be bed before don go i ll midnight t to yeah
1 | age can com digits1 digits2 digits3 digits5 draw every gift idew music now of ppermesssubscription skillgame starting the to tscs txt u vouchers week win winaweek word www £
1 | b call claim competition congratulations cs digits11 digits2 digits3 digits4 digits7 draw have in just only over ppm prize s sms stop t the this to u week won £
-1 | ! an aunty be going i m to well
-1 | and any are as be beg call clear creativity does dont easy expecting feels going happy he help here him i it john just keep let listen long make me my need no not on or out part please pls promises s sacrifice so spoke stifled strongly that things to today uncle us when will with work you your
-1 | are k loving me still you
-1 | ! a bloke dave day digits1 get getha girl gona he me mr mum now of other out s saw sorted stayin still stranger the thinks trouble u ur we when will with you
-1 | get home i once will
-1 | buy dear dont have i one shall
-1 | bank call decisions go great honesty i its make people road should that the think tomorrow tough us you
-1 | ! ? a and another been big by darlin dent driver have hi im into just london missing my on really smashed to u up way we what xxx
-1 | a all be few in months thx well will
-1 | ? a day good had have hiya since spoken the to weekend you
-1 | a and be class don especially failed friday going have i in is last late missed need night on one out probably school so t test that the think to wednesday when you
-1 | beehoon cafe cake cheap chinatown claypot den eat either fishhead go got n nydc or porridge rice somethin tok we yam
1 | also avble bundle call camera cross deals digits1 digits11 digits2 digits3 free from j linerental mf mins month ntwk optout or phones price txt with
-1 | already ask both but called e i no of ok one phone pick said them they up
-1 | ? a call digits1 i in m me movie wat
-1 | ! ? do have i make princess real soon the thing wet will you
1 | ! await call collection cost costa del digits1 digits11 digits2 digits3 digits4 holiday max mins now or pm pobox s sae sk sol stockport tc toclaim urgent xh your £
-1 | am back because digits1 for goodmorning hrs i late of pain today
-1 | ! all dont forget i my nice of pix please see talking to want you
1 | arrive be call charged customer digits1 digits11 digits2 digits3 for k mobile not number on order please ref ringtone services should thanks tone will your £
-1 | exact intentions my those were
-1 | call good me morning plz sir
-1 | cant display his home if is it number phone send sent still text texts that the think to want you
-1 | boo i m making moms my on s she soup to tortilla way yummmm
-1 | ? be like spoiled to will you
-1 | ? enjoy lol much playing role
-1 | a b colleagues day did even forgot i kids last man me my n not nt of parents sad so story to was week went wife wish work
1 | a c call chat cum digits1 digits11 digits4 end from gettin heard line me not of pics pix private rude sam send shagged stop text then to u wan while xxx
1 | digits1 digits5 from help lost pound
-1 | be cold dear dont sad
-1 | $ bad bedrm digits1 digits3 hmm hype left news only park plaza studio taken
-1 | home i liao n reach safe sound
-1 | dont have message offer you
-1 | christmas damn decided digits1 doesnt have hello i keep mp that thing think this to work
-1 | call d dont hrishi important is pick something tell there to up when
-1 | ? come friend gt i ish like lt my not round should tell til to
1 | ? a arrow be cornwall digits1 digits12 digits2 digits3 digits5 duchess first her high if know moby name new of prize pub quiz sp stop street the to txt u unsub who will win £
-1 | do guys so what you
-1 | da office on the to way
-1 | after dan dont dude even forgot fun guys had hope how i know me reminded sorry you
-1 | about anand asked day number that why you
-1 | happen her tell the to truth what
-1 | a alright bit in see you
-1 | cover dictionary digits1 gently go gt hand interesting its lt mode msg on press put remove screen the to ur with write
-1 | affectionate seems that unnecessarily
1 | an as call digits11 for immediately is message please there urgent waiting you
-1 | and come early i just ll others probably talk the then to tomorrow
1 | ! active and back digits3 digits5 dream fantasy football gamestar go is k now on opt out play register saturday scoring sky so starts team to tv your £
-1 | come digits1 down home if min r then within you
1 | ! a are call contact digits11 digits2 digits4 draw draws from guaranteed have hrs land line only prize shows that to todays trying u valid we won xmas you £
-1 | a added com contact for free fullonsms great gt has hi in it list lt mobile more no on people place s send sms their to visit www you
-1 | ! is perfect pussy your
-1 | beer brandy dhina gin kudi rum scotch shampain vaazhthukkal vodka wine wiskey yarasu
-1 | ! and around at bout but cos doke dressed home i ill later laying m not okey speak stuff times to you
-1 | ? byatch whassup yo
-1 | answer bitch christ drugs fucking give i jesus m phone to trying you your
-1 | be dear i reach there when where will you
-1 | a actually and comb do dryer hair i lol now of or pic please pose right see send something wanna with yourself
-1 | a be check disturbance dlf from informed kerala kindly madam might premarica rakhesh receive reference regret rgds
-1 | but fun its lmao so
-1 | an anjola find how i know message now offline s sent she to you
-1 | a against all amp any bank banks be blocked budget but by can citizen corrupt country crore delhi deposited digits1 directors every for forever forward free from full g get give gt have he how imf in india indian indians is itna jobs karo ki lac lane loan lt m money monthly more need no not of one our padhe politicians poor power projects pura r rich rights roads says social suply swiss taxless than that the think to used village we which world yrs
-1 | busy digits1 dun early go hee i juz not so wan
-1 | burning can great gt here loxahatchee lt see stars totally tree update xmas you
-1 | ? dis do gt knw lt no u
-1 | how much payed she suganya
-1 | cool i ll m on text the way when you
-1 | ? afternoon any babe day goes good how i job love miss my prospects sighs that yet you
-1 | a big could do don have it lol me sale t together we well without
-1 | ? finish lor ok time wat
-1 | ? and barcelona be by d do easiest from house how i in is it just keep like not ru that the to touch way will yet
-1 | anything dont eat have heavy kanji mm ok some
-1 | aiyah at big can drizzling e home i if least leh like quite rain run
-1 | a and another cosign has it italian one option released they today
-1 | around be digits1 gt i is know ll lt the there where
-1 | afford and apparently around be because can fwiw gas happens i is it light m me of only reason s smoke somebody someone tells that the time to up wants when
-1 | ok
1 | a auction camera digital digits1 digits2 digits3 digits4 digits5 free get have is nokia now our part plus pobox send take tcr this to u w what when win won
-1 | father is john joy mandan name of s the then
-1 | call i later ll sorry
-1 | gt he in jay ll lt put says
-1 | at before claire come digits2 glad goes have it ll of over plenty then time to we well went work
-1 | after amount and anything digits1 finishing is monthly months not pay school terrible that the till will you
-1 | all package programs well your
-1 | ! a and burnt cup dropped fingers getting honestly i in it just keys lovely made my of out promptly tea them then ve
-1 | give me some there time to walk
-1 | a drive em friends me probably some someplace take to want while
-1 | ? also complete course fine i k m the when will you
-1 | and ask for friday hey i is leave me my no on superior tell there wait will you
1 | ! bx call congrats digits1 digits11 digits3 dload g games ip java mates mobile music noline now p play polyph r rentl ur videochat videophones we wid yours
-1 | contract digits1 erm i october of out ran th the thought
-1 | am digits1 for goodmorning hr i late today
-1 | all and any be call conform department except fathima for friday hr is it leave my other ours so superior telling that waheed way will you
-1 | cos da digits1 got i lesson same still timin tmr until wat
-1 | okie thanx
-1 | ! ? about arestaurant at be digits2 dosomething eating i im is late or out squid that to wanna will
-1 | ? are hello how madam you
-1 | ability for mental question sending thanks this
-1 | ! $ breakfast digits1 digits3 excellent for hamper hey location nights or pple wif
-1 | coming digits1 dinner home i m
-1 | ? at cant forfeit haha how most so the they tmr what
-1 | hear i love s see sundayish that then to v what you
-1 | am arts college gobi in
-1 | ! d experience free hi if just know like maneesha no or reply satisfied spoke the to toll v we were with yes you
-1 | a back by can dollar february from get gt hi i ll loan lt mid pay please pls you
-1 | at busy call calling da i lil lot noon of sorry thought times was will you
-1 | ? abt chikku not u wat yet
1 | ! and co digits1 digits2 digits3 digits4 digits5 every for free get getzed just mates mob no nokia norm p pobox st tell to tone txt txting uk ur w week wq www
1 | ! ? a digits1 digits2 digits5 direct dogging ec get join laid largest locations lp mobile msg network nite now nyt park real s sent the to txt uk ur wanna want £
-1 | ? afternoon are being better boy boytoy do feeling good hope how i my obedient please queen slave today you your
-1 | and digits1 doors game gt lol on phone playng racing was
-1 | are chasing doing dream good i m next okay s the what you
-1 | cheesy from frosty i know snowman songs the yes
-1 | ? all and can i in is mu new nice nudist only shirts the them themed these thing to wear you
1 | digits2 digits5 from help lost £
-1 | already digits1 handing it more n no printing thanx up yup
-1 | a dd i m nah perpetual
-1 | da develop drivin i lei m neva nope not photos
1 | ! all and be daily days digits2 digits4 digits5 euro get informed kept kickoff latest news of results send stop the to u unsubscribe will
-1 | a abiola are day doing great how is just this tunde wishing you
1 | a aq await award call canary cash collection cs digits1 digits11 digits2 digits3 digits4 from holiday islands landline luxury m or please ppm sae t urgent £
-1 | ? ben do going if is noe
-1 | and do g gt i lt mean prices sent the you
-1 | am and anything but called coming died diwali family feel for home in it like makes me my no not now one responding room to went why
-1 | and for give him his like morning number ok reply said send that to tomorrow why you
-1 | a about abusers always complaint derp drug dude files he is lives or party the three to wants which who with worse
-1 | digits1 i m or out prob so time until what
-1 | ? amp blood c clean do god heart i it love miracle my need people pls say send slowly special ten this to tomorrow u with you your
-1 | am home i on the to ur way
1 | ? a afraid all become child come dark for how is it little night of out so stay takes teenager the time to wants who
1 | a action c cash chance custcare digits1 digits11 digits3 digits5 every for movietrivia p s t to tv txt ur win wk www x £
-1 | a arrived couple days digits1 in just lt see you
-1 | again buy come got in need no tell then to us wat
-1 | ? are campus from in library not the this you
-1 | about after between by evng forwarded friendship gud is its just message musthu name not of purity reading seeing smiling the two
1 | ! fav freemsg real reply tones xmas
-1 | ! big catch hands i my princess strong to want with yes you
-1 | a bcoz be by enjoy gift golden in is it lies loved of on ones possessiveness poured showers the this to truly u ur world
-1 | able b den digits1 dinner dunno e em far find goin i join might not of r rest some thk to too ur weiyi wtc yet
-1 | ask but darren digits1 go haf i lect lor meet n oso pick sian then tmr u
-1 | exactly how knew murder of she the time wife
1 | b call cash collect cup digits11 digits3 digits4 digits7 euro final or pobox ppm the tkts to ve won you £
-1 | a around chinese find food here place to trying were
-1 | ? a abiola are day doing great how is just queen s the this tunji wishing you
-1 | ! ? a after all and apartment as askd b bedroom boss cabin cake came colleagues day did digits1 do entered even felt for forgot friends go happy her i if in into invited kids kidz last latr lunch man me mind minute minuts mood my n naked not nt of ok on out pa parents sad said screaming sed sexy she so sofa special story surprise the there to u waiting was we week went wid wife wish work
-1 | any case could digits1 doubt handle i in night per times you
-1 | a air becoz but choices coin digits1 face for gudni heart hoping in is its just know life not question settle the toss u what when while will you your
-1 | ! ? about b cinema dancin do drinkin eatin if in lovely ok out r sure that think to u up want wot would
-1 | aight around gt is it lt tomorrow
-1 | dont i message understand your
1 | ? and boys day digits1 digits2 digits5 direct free hey hot hrs just n p per phone pics porn sent sf stop stopbcm text then to txt ur want wc xx xxx
-1 | ? anything coming is lor she
-1 | ? assume callon can didn friday have i it now phone t take the this we won year
-1 | and be before get i k ll noon s see sure to up what
-1 | come digits1 down home if min r then within you
-1 | de how is me pa pain tell
-1 | a and around be celebrate days dressed for in let magical must oooooh sight sit snow such summer the there to wait we when white why worlds
-1 | before decimal flat gt kindly lt one our send some to today
-1 | chikku gud nyt thanks
-1 | am fine simply sitting
-1 | anything
-1 | ? a able all and anyone buy digits1 do don flaked get gt guy hold if its just know liquor loko lt night now of or otherwise our right somebody t to we yo you
-1 | already and booked haha hey i lesson pilates the ve yoga
-1 | ? happend message no responce what
-1 | b but cos da digits1 early fri going got i in ll lor morn mys nope on paper quite sch sis
1 | ! a attempt awarded bonus call caller contact digits1 digits11 digits2 digits3 final mobile on our prize u urgent was your £
1 | a admirer call care cust digits1 digits11 digits2 have msg opt out per r recd reply reveal secret so special stop thinks to u who
-1 | abi dont jabo know me you
-1 | crckt footbl lyk mostly sports type
-1 | ! happy new princess year
-1 | ? digits1 elsewhere go keep lor non or raining stop u wan yar
-1 | eat fo i lunch senor should what
-1 | ? do grinder have still the you
-1 | a buyers doing i list m of so
-1 | b digits1 no thursday
-1 | an half hour i in see will
1 | ? any back been call can digits2 digits3 digits4 digits7 for free have help homeowners loan or previously purpose refused still tenants text we welcome you £
1 | access chrgd day digits1 digits2 digits5 direct exit for free get hardcore hrs is mobile msg p per porn stop then this to txt unlimited your
-1 | didn get half i message of second t that the
-1 | a are bad girl lady or very you
-1 | are but got have tallent wasting you
-1 | aight know lemme s up what
-1 | answers are bothering but have me my not pls to trust you
-1 | ! at bad bill digits1 digits2 is not so thats your £
-1 | again die e fringe have i now toot
-1 | correct da me name pls send the
1 | ! all are babes co get go gotbabes http hunks no now of or phone services sexy straight subscriptions to tons uk unsubscribed you your
1 | ? abroad and babe back chat com digits11 digits3 from hi home how if im its jordan lonely me p r stop stopcost text to u visionsms wanna xxsp
-1 | ass best boy get here out quick yo you
-1 | and andros go ice should somebody steal to
-1 | but expert i okay the thought were you
-1 | ? about how k process training your
-1 | ! alwa bed books eveb fal fals gud i important in luv madodu me my nammanna nav pretsorginta pretsovru vth wana wnevr yen
-1 | digits4 edu nus pc phyhcmk science sg staff teaching
-1 | all and crazy creepy is just me this to
-1 | already back come dead half hee lousy run so then u
-1 | ? been by dates digits1 else everyone far good guy have hello here how hows hun i im in its meet met on ru so soon that the to up walkabout way we with
-1 | got liao still time wat where
-1 | cos for had i it order pay r re returning saying should slippers the to u
-1 | any for he hi if me not one so tell telling to treat
-1 | ! again b believe booked cancelled didnt fuckin had i it know me needs off pre re sacked so that they thurs to u would
-1 | ? food had messages no so
-1 | ? doing now r u wat
-1 | ! agalla boy chain digits1 eerulli gold grl hogli hogolo i kano kodstini kodthini love madstini mutai necklace u
-1 | ! ? cheers countinlots digits1 fun gr havin hunny j keep likeyour loveme mecause of okden r s sat sound tex u uin updat werebored wk xxxxx yeah
-1 | as count friends i my seemed tagged that to you your
-1 | better cause feel i it otherwise out thank u used will work
1 | b call claim contact cs digits1 digits11 digits3 digits4 digits6 have is just nd ppm prize sms stop t the this time to tried u we won £
-1 | a asus do dont hopefully ppl randomly reformat the ugh
1 | apply at claim co cs dear e go holder http offer pc please reward this tlp to ts uk voucher weeks www you
-1 | films k some then watch
-1 | a askin called card cos cut da digits1 digits2 dunno got hair i it juz off one s salon sense so tot ur
1 | ! bt call claim contact digits1 digits11 digits2 digits3 easy have is min national nd now only p per pound prize rate the this time tried u we won
-1 | ? are as drop every i lick mouth ready to up use well will you your
-1 | ? change coming digits1 lor suntec time u wat
-1 | a after again and by can few go haha hip hop hopefully kg lose mon orchard we weigh will yup
-1 | and better didn died even i it know like my oops phone t yeah
-1 | ? pin s ur what
-1 | da don going i know m this tirunelvai to week
-1 | a be catch must pain that to well
1 | ! and apply cash chances cost csh day days digits1 digits2 digits3 digits5 from hl info p pounds reply send six to tsandcs txt win
-1 | ! and earning for good height is keep money morning of people read recycling same smiling spend spending spent the time twice
-1 | allowed good no swimsuit
-1 | accept am begging change day for me number one or pls the you
-1 | also any can down find lighters track you
-1 | ? are going good its k when you
-1 | a and be buzz chickened didn from fucking he hear him i late me messaged out t then woould word would
-1 | ? deus ex get gonna so u
-1 | and any as edge i is late m never of on short so tell this to wanted which why with you
-1 | a eating finished got just leftovers not plate this time u
-1 | ? happened in interview what
-1 | at can hey maybe meet tmr yck you
1 | ! ? all asked be call cant contact dating digits1 digits11 digits2 digits3 guess has hb know ls now our p pobox revealed service someone u who will you
-1 | a another back been but die digits1 don every hope hours i is it little meds once only pain s say so t take took
1 | ! club digits2 digits3 dogging free from improved is message msgs new only p reply service sex stop the this to unsubscribe welcome
-1 | be but do have i it ll to tough what
-1 | but can guess i lor m right she still surprised
-1 | ah anyway best choice confused den e got have huh hyde if in it juz mel not opps park s take to tt we
-1 | and craving fml freezing i ice m
-1 | ? a bedroom cake came digits1 do for go i if in into latr mind minute minuts mood my n ok out said sed sexy she the u wid wife
-1 | a and checkboxes custom days digits1 draw hardcore i in know lightly need no party put re so some study they think to we week
1 | ! a are being by call contacted dating digits1 digits11 digits2 digits3 find from is it know land line our out p pobox service someone tg to w who you
-1 | bored come home if just k my to u up
-1 | ? a bucks couple forgotten have haven i k love might send t to tomorrow too ya you
-1 | call i later ll sorry
-1 | can emailed fr get him i it my oredi part yifeng
-1 | amp away care don enough frm i it kills me run slowly stop t that to u walk
-1 | can free i m
-1 | ? elaine hey is meeting on s still today
-1 | ! do found great job like looks other smoke something than to you
-1 | hows resizing that watch
-1 | ? a basic book for going huh k must not on so sunday yoga
-1 | as digits1 dismissial in kallis nd same test
-1 | ok thanx
-1 | arithmetic does it not only percentages simple
-1 | amp care dear good my night sleepwell take
1 | ? a any call camcorder colour deliveredtomorrow digits11 digits3 digits4 do free i minutes mobile new nokia or phone reply texts to want with you
-1 | ? do get go it need to where you
1 | ! and been came enjoy for forget fun gbp great has i in it life made me much never one sms special t this truly until won you
1 | ? a callback calls camera digits2 for free had latest mobile mths opt orange orno out phones s save text texts to update video weekend with yes your £
-1 | ? athome chat darlin did hi if im me youphone youwanna
-1 | a affections amp an as celebrated christmas desires have ideal is occasion of reflection that traditions ur values
-1 | from good hear its to you
-1 | also around board but clock come digits1 fine i inst is issue o of overheating pending reslove software still the will working your
-1 | for gt here home i its k lt oh sale send should
-1 | ? amplikater are atrocious bambling books champlaxigating entropication ever fidalfication for have i is it junna laxinorficated masteriastering notixiquating nowadays oblisingately of opinion opportunity opted people the think ur very wotz you
-1 | and come door have lunch open quickly the your
-1 | ? a am and freak i in is lady seeking sheets street that the you
-1 | ! cinema finally i last lol missed our trip week yay
-1 | ? any back getting soon time you
-1 | a around ask but can here i in lot mids not of s terms there up
-1 | ! ? a and babe boytoy day find fine goes hello hope how i job kiss love miss my prospects some teasing that well wish you your
-1 | checked da have i it not still
-1 | cool head me out text when you
-1 | anything back bed before can for i me said sleep t that to went you
-1 | any at but day digits1 finish free i mon n on thurs
-1 | ! a and be both camera couple digital digits1 digits2 dooms good happy hav have holiday hope i in journey lovely mega new of optical pixels quite safe see to weeks year you
-1 | amrita college in of placement staff training
-1 | apps are class for go to willing you
-1 | ! mate neva try
1 | ! a are attempt bhamb call caller claim contact digits11 digits2 digits3 digits4 digits5 final guaranteed is now or our ppmpobox prize this to winner xe you £
-1 | call i later ll sorry
-1 | airtel application are broadband days digits1 for happen inform installation is pleased processed successfully that to we will within your
-1 | doing e i m person s sms survey who
-1 | a anything best big but digits1 don for gud life line meaning miss nyt single t ur with
-1 | digits3 din i jus now tell u
-1 | da going in jaya no talk to tv vijay
1 | auction bid bids digits1 digits2 digits5 e g good highest is luck maximum next now round send the to £
-1 | de for geting me salary sent slip webadres
1 | ! amazing believe blow but digits1 digits2 from fwd g incredible it learn mind now o only p reply s t that things to true truly txt txts will won you your
-1 | account dat dun email haf juz like my or passport said send smth they to
-1 | i maga money oh sent that yesterday your
-1 | adi are can entey free give i if kittum nalla nattil otherwise were you
-1 | call i later ll sorry
-1 | a aight few head in ll out we
-1 | area around checking happening i just m not out sure the was what
-1 | bare cant come pls quick this
-1 | also but collecting depends dresser dunno e gong hair i individual kaypoh look lor my on parents pretty say she u wat
-1 | check da have hey i it listed
-1 | a chance damn doesn poor stand t zac
-1 | do i is me meeting my shall tel tomorrow u when work
-1 | da hui in is lib xin
1 | a announcement but call customer delivery digits11 digits7 do make please re recently ref schedule service so to tried unable we were you
-1 | a all be birds but date fell hectic it left might my ok one phone s sorry swoop upstairs with would
-1 | alaipayuthe all as been callers callertune copy digits1 for friends has maangalyam per press request set to your
-1 | by fix for has her ill issues it now right tomorrow
-1 | ? black blue here i m n pants r shirt u wearing yet
-1 | a be dear forevr frnd gudnyt i its juz merely not promise relationship s says silent whenevr wherevr which will with word you
-1 | for loving me rock so thanks you
-1 | informed just lives me moji our saved thanks that you
1 | ! a age and awarded break city could digits1 digits12 digits2 digits3 digits5 digits7 every number perwksub promotion shopping skilgme spree store summer to tscs txt ur win winawk wk £
-1 | ar at did digits1 dunno home how i in it only soc type use when word
-1 | i in ll lobby meet the you
-1 | ! a about ago and do er finished i it long showered texted time to was when ything
-1 | but catches digits1 down had he luck put s some
-1 | ? boy day did for goes how is left love me morning my no sighs start studying sweet this words you your
1 | ? digits1 digits11 digits5 free get per ringtone send sms st stop sub subpoly to top week weekly
-1 | all comin dun feel go home i if it like ll lor meeting not ok rite s then
-1 | ? a and at cool do have house i jacuzzi like my pool swimming you
-1 | already at left now orchard we
-1 | ! accept comes d digits1 every find happiness in is it life live main moment of search sources the u unhappiness way will
-1 | ? about how near old orchard univ you
-1 | after and back cream get go ice stopped to we will
-1 | ? bag bring cheetos i mini nah over should the wednesday when
-1 | a as bit care drop for forevr goodfriend heart hppnss is life like mine my of part smile sorrow tear u ur wil
-1 | as is one poo slow that ya
-1 | a bit but d i lol longer no ouch out stayed wish
-1 | gt i in k lt min send will
-1 | are call me where you
-1 | before call came class going hostel hrishi i m me plz sleep to up
-1 | a amp atlast d dark diamonds digits1 dont early fishrman found ful good had he in it jus moral mrng night nt of once out pass r rose sack sea stone stones strtd sun thm those throwin tht time up very waited wake was were while woke
-1 | ? can do online transaction you
1 | a apply best co digits1 fone funk gbp n network new operator original rates reply ringtones text the this to tone tones u uk up ur want weekly with www
-1 | angry are dr hey me reply with you
-1 | ! all back comes d day digits1 dis evn evr feb frnds gt i if ignore is ll lose love lt luv married me person send to u ur valued will
-1 | bro check creative he neva no online quality review said song test yup
-1 | ask come enough him its mm to you
-1 | belive god i jesus not only pls wont
1 | awarded cd digits1 digits3 digits5 draw either entry free gift iscoming music r tnc to txt ur vouchers weekly xmas £
-1 | anybody asks atm e email for from information like never password passwords pin please protect sensitive share sib sms threats thru with your yourself
-1 | ? a are did doing find getting i it mom need on pc s spot that the to what where work working would you your yuou
-1 | a answer askd before had hours i its question some u
-1 | authorise bank go had i pay payment rent so the to went
-1 | ammae and can hold life lot of only sit steering takes the to try turns yes you
-1 | ans bslvyl can com fullonsms me plz sent tell the via you
-1 | batchlor big come day digits1 dont enjoy ji lambu party then til very vl worry
-1 | ? now r still u working
1 | ! again back chg cst digits1 digits2 found glad god i m me msgs my ntwk number oh so std text this ve xafter your £
-1 | are here i know most not of out people still that town up
-1 | about good happy is its more morning no one or past sad thing
-1 | a give have na need person to what you
-1 | $ a cheese digits1 doin gt gumby has i is know lt pizza re s so special tonight we what where
-1 | care ok take to too umma you
-1 | ? from have heard this week you
-1 | had job na otherwise part time tuition
-1 | ? already car digits1 e home in leh lor mum my reach u waiting
-1 | ! a and cardiff cold here i is like m on plan radiator sitting sounds still the
-1 | lol whatever yeah
-1 | bored izzit ke need no of qi suddenly this thk to too y
-1 | ? a ah box cards coz drop go into know later let lor not okay our right still the they until us we will
-1 | ? babe i lost rebooting try will you
-1 | ? playin poker space u
-1 | ! a antelope begin believe bird contention fieldof first flower grow in is of one random red selfindependence strike the this toplay when will
-1 | a afternoon am anna asked call come from go got i in landline nagar number the to will
-1 | a always being i in later like of possibility pub s the there think to
1 | ! ? a back call can credit digits3 digits4 free get help loan now or refused secured t text unsecured we will
-1 | and could feel i kiss me next so to you
-1 | any ask her if message or please say she you
-1 | ? and degrees did gt heater lt on set the to turn u was
-1 | night see tomorrow you
-1 | at available base budget buy for if is last players rate reason team the they unsold
-1 | auto centre i like liked nationwide newport on or road something that them there
-1 | already am dont eating eta hello home i in know let nachos of out rush so sort that town will you
-1 | a cos knows nimbomsons obviously one phone real that thats word yep
1 | a call camcorder del digits11 digits3 for free mins mobile now or our re reply sms text thurs to tried unlimited video we you your
-1 | amp beneath come dreams goodnite in light moon of out pale some someone somewhere sweet the there think true u where
-1 | ! a all and are bored but chat drop essay etc forgot free hope i is ll me nose ok re ring so text things today wanna well were when working xx you
-1 | ok
-1 | afew ago cusoon days gran honi onlyfound out
-1 | balls calls make time to well
-1 | didn i its last lol nite ok remember t til
-1 | ? a about am dress food for how i italian no panties pretty taking with you
-1 | ! are hope not scared you
-1 | am and bed been for gt have hours i in like literally lt up
-1 | a and by could day end i just lol lose of or pound starve the
-1 | ? i slept that there time was you
-1 | at di digits1 esaplanade hi is meeting pm re tonight we yijue
-1 | abj ages are been how its s you
1 | been chasing definitely digits2 for ignore information kath manchester not now paying persolvo sept since tbs thanks them to us we will your £
-1 | actual exam harder nbme than the was
-1 | after gam gone innings outstanding
-1 | afternoon and await coffee drink get good i it love move my on see slave smart smiles tm to very was words ym you your
-1 | and bed dealing fucking going he make needs stop the to with
-1 | absence be but everything get gud in is life miss mrng nothing of only people real realized something their v value wen wil
-1 | and i just see thanks think tomo you yourself
1 | a admirer call contact digits1 digits11 find have is looking make on out r reveal secret so special they thinks u ur who with
-1 | address me pls send sir your
-1 | ! ? could dinner for go i ll ok out seem thought treat we you
-1 | a ard but digits1 digits3 few i leh lor nd need ok one opinion quite saw swatch thk watch
-1 | cool go i kappa me meet mu or outside should to want you
-1 | a between calling dont i its thnk us wrong
1 | ! are day digits14 end freemsg fun games horny i if in live love ltd m msg netcollex p per ready reply s sex stop the to today town you your
-1 | ! any could don done good her i need no number please receipts ring s t tell well what yes
1 | ? a at b band blue c day died digits4 film green in july movie name of or red released send simpsons start that the
1 | amanda and c call charge current digits3 digits4 ends free handset mobile of offer or please regard renewing s subject t tel to today upgrading with your
1 | ! await call collection cost costa del digits1 digits11 digits2 digits3 digits4 holiday max mins now or pm pobox s sae sk sol stockport tc toclaim urgent xh your £
-1 | certainly happens into it like perspective puts something things this when
-1 | am coming i on that told wednesday
1 | ! ave bcm call calls camera close congrats cost digits1 digits11 digits2 digits3 digits4 digits6 from is ldn mins mobiles n nokia phone post ppm vary video wc xx your
-1 | but digits1 got hidden i inside mayb n need ok remove said teeth they ve wisdom
-1 | for players some teams two waiting
-1 | call i in later ll meeting sorry
-1 | also ask can come him later mm play tell to together umma vava
-1 | coming home i m now ok
1 | a apply best co digits1 fone funk gbp n network new operator original rates reply ringtones text the this to tone tones u uk up ur want weekly with www
-1 | but c decision digits1 i interested is juz lar last mah minute movie not tot watch
-1 | digits1 down first go home i lar lor me my or put stuff wait
-1 | attended but i is nothing there
-1 | actually ad digits1 for i m putting start they waiting weeks when
-1 | auto correct my on phone stupid
-1 | have in skye started you
-1 | anything dare doing don drastic hope i love my not or pc phone sell t you your
-1 | break btw is lol lunch random that wtf your
-1 | okie
1 | accordingly and i just mobile ok on phone repeat send text the word your
-1 | ? a bit blur can cant cum dad havent i juz liao now oso out so up went woke
-1 | am at be i late there will
-1 | cant cut den drivin eat finish got haiz i liao lunch muz nails only oso price special still until wait wat weekdays
-1 | ? hey plan sat so the this whats
-1 | asthma attack cos driving half hr in just kind missed not nxt of one park so sure to train where
-1 | finally home i reached ve
-1 | a bcoz chocolate don friend i loss melt please science sunlight sweet t tells that the to under walk want will
-1 | about and bill book brison hey language mr name of one that the whats words
-1 | a as best cause drunk get i motherfucker say watch what you
1 | ! await call collection cost costa del digits1 digits11 digits2 digits3 digits4 done holiday max mins now or pm pobox sae sk sol stockport tcs toclaim well xh your £
-1 | free i m yup
-1 | ! down ed ha had hello loo me popped the to when you
-1 | ? at babe did doing end glands have i my swollen t throat up wasn well what you
-1 | i mokka only players s take will
-1 | aight informed keep me well
1 | ! bx call congrats digits1 digits11 digits3 dload g games ip java mates mobile music noline now play pm polyh r rentl ur videochat videophones we wid yours
-1 | ? bishan i lavender lei say tot y
-1 | ? again appt is the when yes
-1 | ? a all answers best colour d digits1 dis friends game if its loves me msg ques r really same send someone suits the then to u ur valentine which
-1 | allow and back come days give gt home id lt my proof rs to us we will within wont work you your
-1 | a although armand build considering digits1 eventually fact fucked fun gets he hits how in like much or shit smokes some think tolerance up would you
1 | ! all asked be been by call contact dating digits1 digits11 digits2 digits3 has m now our p pobox revealed service shy someone u uz will
-1 | b d digits1 drop dsn emotion even evry good happy hav if is keep lik morning of othrwise prayrs smile smiling so stay t tear u wish wit words world
-1 | a and ass be d digits1 don get gonna have her i if in involved its massive not number pain possible rather s t that the
-1 | absolutly fine me
-1 | ? dinner doing having not nothing then u us w
-1 | ? arts at cos engin go i lar my need no sis today
-1 | ! all christmassy here re see then we you
1 | a being digits1 have is order ordered processed recpt ringtone you your
-1 | academic and ask be can check citizen college completes current department education expensive for getting go her if in is its lautech less medical medicine much new nigeria of please rates sagamu same secretary she shola should situation someone tell the there thing to transfer unless visit vital what will you zealand
-1 | back getting home just
-1 | and between but by care change conversations convinced family for get have i in is learn life many more my need no not on only or over overemphasise respect role senses sleep take that them time to u us wait well will you your
-1 | a b colleagues day did even forgot i kids last man me my n not nt of parents sad so story to was week went wife wish work
-1 | call free get me when you
-1 | advice alright enjoy for get i ma night out sleep some thanks the to try your
-1 | aft aiyar come cupboard digits1 disturb do dun have liao lots thk u ur
-1 | can da digits1 finish got havent i in lib look me stuff u yet
-1 | a and be but don easy ever for life looking love not nothing on reason risk t take to will
-1 | ? about and at digits1 dom got he him his i in is know last me meet my name night old pm roger to today told touch wants with yesterday you
-1 | ? do i like sent them you
-1 | gt guess i lt min or
-1 | accidentally archive deleted die digits1 e haiz i in msg put sad sim so suppose
-1 | but cutting digits1 hair he i leh long look me pretty quite s said short thk wat wif
-1 | better lol much now thanks
-1 | able but not s sleep to
-1 | anything i lor
-1 | but care definitly go it lov makes missing mistakes n nevr often once somone start they though true undrstnd unrecognized valuing when wil will
-1 | call chance digits1 get lt me plz the when you
-1 | ! babe but for grins i lol m me not of thanks thinking
1 | ! digits1 digits2 digits3 digits5 guaranteed ipod latest ltd mobile mp mtmsgrcvd nokia norcorp now or player proze reply to win with £
-1 | its not possible stupid
-1 | able anything do not to
1 | digits3 do have i money next number wining won wot
-1 | ? am aren do for got i planned so sucks t that valentine what yo you your
-1 | actually decided haven hungry i left so t too v was yet
-1 | ! ? a are bak been bit bored college digits1 go have havent holiday how i isnt it missed much sad the u up want with xx
1 | cancel chat details digits1 digits5 dirtiest girls gr horny live mob new on phone see send service sex sexiest stop text the to ur video your
-1 | ? any ask car dare i luck out sorting the with
-1 | been him i reach success to trying ve without
-1 | a are checking good having hope in just week you
-1 | ah anythin at book can dun e have hor if is lesson mayb mrt noe on orchard pilates sun thk to u
-1 | at backwards is it now piss point read realise someone talking that this u
-1 | around by come decimal gt i il lt m nw otside pm tht time vikky
-1 | ? a africa avin back big from give going good hiya hope hows in it kiss me old r silver sunny that time u
1 | ! attempt b call callcost contact csbcm digits1 digits11 digits2 digits3 digits4 digits6 have is max n nd ppmmobilesvary t the this to u urgent wc won xx £
1 | ! await box call cash collection complimentary cs digits1 digits11 digits2 digits3 from holiday ibiza landline or po ppm sae sk t urgent wp your
1 | a c chance com custcare digits1 digits11 digits3 digits5 for p s shop shopping spree t to txt ur win wk wkly www x £
-1 | a about advice and babe but do everything for gary good happy hope i in is legal ll love make new person ptbo some split talk that to trip wanted when wish with ya year you
-1 | aft angry b come home i it msg ok s tonight u wun
-1 | da hand i in lt m middle of on right row side stuck
-1 | and back be but don i late night on plan prolly staying t the til won
-1 | gt in live lt mins next the we
-1 | cleaning for got how much you
-1 | anyway be going i late leh m my nvm shoes sport to wear
-1 | always bcz cant dont ennal got irulinae is it jeevithathile love me mis mns my need neekunna prabha prakasam prakasamanu presnts sneham that u
1 | a apply are call claim code digits11 digits3 digits4 ending have if match numbers please quoting rates receive reward selected standard to todays voda with you £
-1 | firmware gay help oh thats update will wow
-1 | captain comedy doing drunken he in is tv vijaykanth
-1 | din i keypad lock my sorry
-1 | are going later now okay sleep to we
-1 | add but day it lol some spice to will yes your
-1 | a age appy cancer causing contains digits1 do doctor drink fizz from great in india is it message not this
-1 | ? been no please swimming yes
-1 | about digits1 im imat moro mums my nite realy soz what
-1 | ? a all ask card da digits1 forgot how i it lei on or present s sign smth there want write
-1 | a bw connection getting good i is it m now the thing to
-1 | can d get me ok paid shopping take u when
-1 | but day give hmmm it on one should you
-1 | a birthday convey dnt do favor forget her is it me my nimya pls shijas tessy to today wishes
-1 | ? da don no plan whats you
-1 | barely can contented deep fucking i into it love mmmmmmm much sigh snuggles so stand whispers you
-1 | ? and bold did digits1 later one or say then torch you
-1 | barrel big brother misfits of really s scraped shower social the this with
-1 | a atlanta great guys in my semester uncles wish you
-1 | ! cake hello lush my peach tasts
-1 | a added as career com contact free from gt have i indyarocks lt no on phonebook remove send sms tel to u
-1 | a amp day dear good great have morning my shijutta successful
-1 | ? about also anything bought but day digits1 dont exact fret get history i in is its know lets me need ovulate past pls r relax something tell test that the there to u ur when will wks worried yesterday you
-1 | am da evening home hospital i in return will
-1 | ! be beauty digits1 every gud hides i in is life n next of second secrets the thousands ur which will wish wonderful
1 | ! and away best biggest cash cashbin co dear ever get give got have lots of our the these this to uk we weekend welcome www
1 | ! a awarded been call claim digits11 digits2 digits3 digits4 from guaranteed has hrs land line mobile number only ppm prize urgent valid with your £
-1 | be pleasured prepare to
-1 | available i if its m not still sure though
-1 | coming later lor me ok tell then time u wat
-1 | and baby beautiful c come common ever girl in ive me most my r room seen the u
-1 | ! about all boston changed especially had i if in it lol my now nyc personal realized said says since statement talk that up woulda
-1 | a back come coming digits1 dinner exactly finish flies going haf hope hotel ll many more mth mths now on re sun thanx time to today tog we yup
-1 | a all ask can i if it lor m make next not of ok or sat them then they u
-1 | be come don home i just miserable t to u want
-1 | do how manage plan that to you
-1 | a and are at good great have home hope just left messages my oga own phone s saw up ur weekend what you
-1 | call can gt i if in lt min ok thats
-1 | ? how paper s ur
-1 | a day interesting just little lol make more no to trying your
1 | ! biz collect digits1 digits12 digits2 digits4 digits5 from gbp go mobiles mtmsg must new no nokia only optout tc to today txt txtauction www yours £
-1 | all boys for fun have i just made me message no of ok one problem sent today
-1 | about details i job need online that
-1 | chance increase of s the this will winning
-1 | also are fine hope i m you
-1 | ok
1 | ! bored bt chat date digits2 digits7 from housewives landlines min n national now only p rate
-1 | ? about amp at cartoon church eve go had listening music temple to u watching what
-1 | ! fun have lol oops sorry
1 | ! and digits1 digits2 digits3 digits5 every free friends get hl info just mob no now p polyphonic pt reply so st tell to tone txt txtin ur week
-1 | ! always amp argue argument but correct d dont friends i just kick loses m new person say situation so the them theory ur wins with
-1 | ? a all also anyone cat dog else exposed find from have her house if in is know later let make me note of or out pls s school she the there to vomiting was you
-1 | me new number send the
-1 | for fuck in like oh s sake she tallahassee
-1 | another digits1 i in m reaching stops
-1 | ? anything do i in m solihull want you
1 | ! a after arsenal bergkamp by digits1 digits2 from give goal henry liverpool margin mins pass scores shot simple to v with yards
-1 | a can everyone for get i in mu my of out shower sitting so suite take to waiting
-1 | cancel haha leh never oh we yah
-1 | ! and gone has his hopeing just off or pissed remember sisters something t that to too up wasn
-1 | call free me once sir
-1 | ! a baby cancelled darlin fone give i important it kate later love me my no on ring so sounds that this understand was well x yeah
-1 | allah and care check copy have i insha kept mail mailed membership regarding take to varma you
1 | a access adult all amy an be couple days free give hi in is number of parties phone sending the this to we which will you
-1 | ! by celebrate digits1 doc face gonna i last lost m my now pounds since stuffing visit week woot
-1 | ? call didn lunch on t u why your
-1 | i pretty pussy see to want your
-1 | ! best do enjoy for future in is it not of planned present result the today tomorrow we what
-1 | a at called collapsed crazy does garage happen hey hospital i in like m not oops parking see shower stuff that the u university was when
-1 | ! ? barmed didn digits1 do from i its jade me paul remember t talk txt u want y
-1 | is job networking there
-1 | channel which
-1 | ? a adrink bit bthere buz cud digits1 fromwrk give go hey hope in kate love ok outsomewhere petexxx ppl town u ur watershd wedlunch will
-1 | can me talk with you
1 | age awarded cd cds com congratulations digits1 digits2 digits3 digits5 draw freeentry gift guaranteed ldew music of or ppmx tncs to u ur vouchers win wkly www xt £
-1 | cheat dont fool go ok others
-1 | a checking do g have just month on rewarding uncle up you
-1 | ! ? a are babe being boy do doing good love me missing of talking think to what where who you
-1 | an anyway around at because creep excuse go holla i in me need on people re sarasota to whenever you
-1 | after and chase crossing go her over run s she street the while
-1 | ! been day dudette good missing other really see the to was you
-1 | a and are as being brother cherish dear for having i just me model on role saturday talk thanks there to very you
-1 | digits1 doors ic lol o play should sometime yo
-1 | amp any away basically before can digits1 from get mom next so time up week yeah you your
-1 | know lmao me so well you
-1 | ? bad eh geeeee internet is really today your
-1 | also digits1 e i ok pm show wan watch
-1 | about and g talk that to x
-1 | care dear digits1 dreams gud muah ni slp swt take well
1 | ? a any call camcorder colour deliveredtomorrow digits11 digits3 digits4 do free i minutes mobile new nokia or phone reply texts to want with you
-1 | ! amazing astronomer dirty dormitory election eleven eyes gives hitler if in it its law lets letters lies meaning moon mother one plus rearrange recount results room same see starer the these they twelve two woman you
-1 | able and be come dysentry fever from good im morning not office suffering to today will
-1 | after ah den digits1 drivin fri go goin lor my okie shoppin tt
-1 | about and didnt i is it kate love mates my phone sorry that this write
1 | as attempt been com content customersqueries due error failed for has is it mobile msg netvision network order previous queries resent this to uk your
-1 | baby digits1 eva from i kiss miss my need really u ur
1 | ! ? are call camera colour december digits11 digits2 entitled for free had latest mobile mths on only the to update vco you your
-1 | albi allah aslamalaikkum beeen here insha mahfuuz meaning mufti muht same tohar
-1 | ? a at bus digits1 enufcredeit get house ileave not shall to tocall uni yor
-1 | and cuz don ibored study wanna
-1 | adding also and checking gt i is it lt not s savings still that the this time tried was working zeros
1 | ! await call collection cost costa del digits1 digits11 digits2 digits3 digits4 holiday max mins now or pm pobox s sae sk sol stockport tc toclaim ve won xh you your £
-1 | a and anything can dont for forward good guys have help i ideas just link ll more now pray see started stop that you
1 | a and bulbs co digits1 digits2 for free garden get go notxt of only ready saturday scotsman seeds selection stop summer the this to uk with worth your £
-1 | a and bawling because everything eyes failing failure feel here i idk in like lot m me my nobody now out parking right shop sitting stop wants you
-1 | chat k me sms with
-1 | a just later ll send skype text we
-1 | camera charge did oh you
-1 | aight and ll me s see text tonight up we what
-1 | and are bed but digits1 dreams i in m miss nd now one strange sweet the u very watching
-1 | ? do i like sent them you
-1 | ? time u what wrkin
-1 | again back change den go have jiu liao muz oh plan to yan
-1 | ! better but cheap feel happy i if it like m makes on out splash the to wine you
-1 | ? books can discount get on student u wot
-1 | ! ? answering babe better can d got great i it m maybe me photo reboot s see t the ym you
-1 | ? business how is k now your
-1 | bad cant eat i it nice thats too well
-1 | at digits1 ex liao nights nt port staying step too we
-1 | ! alex and dealing from he i it met middle nichols out re s school turns
1 | ! a are as award call chosen claim collect customer digits11 digits3 mobile number pls receive selected to valued which you your £
1 | ! be box call ch contact could dating digits11 digits2 digits3 find from is it know landline mobile or our out service sk someonone to trying via who you your
-1 | hmm lor thinking
-1 | care dear digits1 dreams gud muah ni slp swt take well
-1 | alone anyones cant do help if need no studies study to without you your
-1 | amp as doing fine happy iam usual well
-1 | did film see that you
-1 | ? anything digits1 dinner going home lar not then
-1 | ! ? arrange b been care caroline cos digits1 doing etc flat hello how i lamp moving need of out pick take the to u up what when will
-1 | a amp back be best can fall foward friendship good hard in it know love make more msg night one person ruin s step that to u ur when will with
-1 | bt do dont get gone have i info into know to what
-1 | ! are childish don for forget hey me mine mmm my possession property smile t you
1 | ! a await box call canary cash collection cs digits1 digits11 digits2 digits3 digits4 from holiday islands landline luxury m or please po ppm sae t urgent xy £
-1 | ? a are before care darling do doing how is minimum my period reapply resuming s school sister take there wait when you
-1 | about and are bank banks better bucks call fees find fixed gt lt out the to
-1 | did in leave what you
-1 | already dun favorite got here i lar my n ok oyster rumbling sashimi say start stomach ur wait
-1 | back deal do else fyi i in k m might my need parents place so somewhere south tampa the to
-1 | i in keep ll mind thanks that
-1 | a week wishing wonderful you
-1 | get i one steyn surely think wicket
-1 | birthday da feb gt is lt my on
1 | ? charged comp custcare digits1 digits11 digits3 digits5 follows free msg p question r s st stop subscribed subsequent textcomp txt u unsubscribe wk wkly wks
-1 | an another audition bus but digits1 drive had have hr i last might next no on s sir that the think this time trip wednesday week why
-1 | ! a day good great have morning princess
-1 | ok
-1 | don filling forms i in inside know leave m me office still they when
-1 | a but couple d dates didn different figure get i just m out people said see set suppose t this to together trying we week when
-1 | ? any frm him is matter ok problem to u wats
1 | auction bid care current customer digits11 digits3 is leading out pause send the this to
-1 | bucks can dad gt i it lt make my of out squeezed there up
-1 | ! all baby be deep gentle gt i inches inside lt pussy soon taking tight will you your
-1 | can forgot get i my on ooooooh phone tell to u yoville
-1 | necessarily respectful s that
-1 | ! and babe bed coming didnt even for go hi hope i it its just kisses love me my see soon thanks that though to wanted well xxx you
-1 | ? askin cos earlier far group haf he i if is it leaving m mah mate mayb me meeting msg my or s tat then to today tot v walk wat we yijue yup
-1 | album digits1 do due gr handle how island plus s so the traffic victoria when you
-1 | forgot i just next nope show week will
-1 | askd digits1 i k knw ok siva sry tats y
1 | ! ? a book call calling digits11 eve from like little ones santa time to would xmas your
-1 | ! a digits1 help lot thanx ur
-1 | am biola fne in s slow using
-1 | ! a an and cos d digits1 digits2 get he him i just kind loves much of so th thats the thing thought u watch
-1 | away money so some takes that worries
-1 | ? address email hello talks wats what
-1 | amt arun can d me transfr u
1 | ! ? call claim digits1 digits2 digits5 from gamb gbp hours hrs inc mnth no now of phone reward stop subscribe talk time to tv txt txtstop use www your
1 | a and bulbs co digits1 digits2 for free garden get go notxt of only ready saturday scotsman seeds selection stop summer the this to uk with worth your £
-1 | all because college cool home in life my not obviously people the well went
-1 | holiday is no so sunday today what work
1 | a are call claim code contact digits11 digits2 digits3 digits4 draw guaranteed have hrs k last p pm prize shows to trying u urgent valid we weekends won you £
1 | bt c call check com digits1 digits11 for from germany info just line min opt out p per planettalkinstant s stop t text to your
1 | a ball digits1 digits2 digits5 for free game ll man marvel mobile now official on play right send spider text the to u ultimate ur wallpaper we £
1 | ae charge cm comuk credits digits1 digits11 digits3 extra for goto help inclusive login net no pls qxj services sms stop text unsubscribe with www your
-1 | all apo are mokka only other players
-1 | be every i inside night to want you
-1 | ? dinner just making you
-1 | ? am and away but d difference do even face frm from good happy i keep keeps know letters made me miles nyt on r same smile smiles smiling though u ur
-1 | cool i please thats to want you
-1 | craziest disappointment got i shit texted the total was when you
-1 | adventuring happened here were while you
1 | ! ? costs digits1 digits11 digits2 digits4 explicit gsex in min n now p pobox ring secs sex want wc xx
-1 | armand ass epsilon get over says to your
1 | ! ? all callback contract digits2 double etc for free from had latest mins mnths mobile motorola no nokia on orange records remove tariffs text to yes your
-1 | a and company happiness have moments nigeria safe share soon to trip very wish with you
-1 | accent and are at because calculation decided dental digits1 do doing exam expensive gt have i if important is its just ll lt meant nmde no of or practicing really same school started that the this units years you your
-1 | ask considering digits1 ericsson gd i lor ok quite salesman say she shuhui so sony then use
1 | ! bt call claim contact digits1 digits12 digits2 digits3 easy have is minute national nd now only p per pound prize rate the this time tried u we won £
